import type { Context } from "fresh";
import type { State } from "@/define.ts";
import type { TablePlaces } from "@/lib/encounters/deps.ts";

/** The header that keeps what is new of a browser's places at tables; none when nothing is. */
export async function placesHeader(
  ctx: Context<State>,
  places: TablePlaces | undefined,
): Promise<Record<string, string>> {
  if (places === undefined) return {};
  return { "set-cookie": await ctx.state.services.encounters.visitors.placesCookie(places) };
}
