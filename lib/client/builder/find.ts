/** The builder's search in the browser. */
import { encounterFilters, readFindQuery } from "@/lib/creatures/find_query.ts";
import { creatureSearch } from "@/lib/client/creature_search.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";

/** What the form asks, within the budget of the fight; undefined while the index cannot be had. */
export async function findCreatures(
  form: HTMLFormElement,
  encounter: {
    readonly edition: string;
    readonly roomXp: number;
    readonly limit: number;
  },
) {
  const fields = new FormData(form);
  const query = readFindQuery((name) => String(fields.get(name) ?? ""));
  const { count, name } = readAddLine(query.q);
  const fits = fields.has("fits");
  const mine = fields.has("mine");
  const filters = encounterFilters(query, encounter.edition, fits ? encounter.roomXp : null);
  const indexes = await creatureSearch().catch(() => undefined);
  if (indexes === undefined) return undefined;
  const { hits, total } = (mine ? indexes.own : indexes.all).find(name, {
    filters,
    limit: encounter.limit,
  });
  return { query, fits, mine, count, name, hits, total };
}
