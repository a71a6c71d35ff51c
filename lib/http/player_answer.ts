import type { Context } from "fresh";
import type { State } from "@/define.ts";
import type { TablePlaces } from "@/lib/encounters/deps.ts";

/** Seats that an account keeps, as a browser does. */
const MOST_SEATS = 12;

/**
 * The header that keeps what is new of a browser's places at tables; none when nothing is. An
 * account keeps its seats too, so that they are there on its other devices.
 */
export async function placesHeader(
  ctx: Context<State>,
  places: TablePlaces | undefined,
): Promise<Record<string, string>> {
  if (places === undefined) return {};
  const account = ctx.state.visitor?.account;
  if (account !== undefined) {
    const { accountStore } = ctx.state.services;
    const known = (await accountStore.find(account.id))?.seatIds ?? [];
    if (places.seatIds.some((id) => !known.includes(id))) {
      const others = (ids: readonly string[]) => ids.filter((id) => !places.seatIds.includes(id));
      await accountStore.change(account.id, (item) => ({
        ...item,
        seatIds: [...others(item.seatIds), ...places.seatIds].slice(-MOST_SEATS),
      }));
    }
  }
  return { "set-cookie": await ctx.state.services.encounters.visitors.placesCookie(places) };
}
