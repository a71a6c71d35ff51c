/** How much a foreign stat block says, to choose between two of the same id. Pure. */
import { isFields } from "./source.ts";

/** What the other tool notes for itself. */
const BOOKKEEPING = ["Id", "Version", "LastUpdateMs", "Path", "Name", "ImageURL"];
/** What it writes where nobody filled a field in. */
const UNFILLED: readonly unknown[] = ["", "(1d1+0)", 0, false, null, undefined];
const USUAL: Readonly<Record<string, number>> = { HP: 1, AC: 10 };

/** Counts the fields that say something; names, bookkeeping and a new block's own values say nothing. */
export function completeness(value: unknown): number {
  if (UNFILLED.includes(value)) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + completeness(item), 0);
  if (!isFields(value)) return 1;
  return Object.entries(value).filter(([key]) => !BOOKKEEPING.includes(key))
    .reduce((sum, [key, inner]) => sum + completeness(isUsual(key, inner) ? "" : inner), 0);
}

function isUsual(key: string, value: unknown): boolean {
  if (key === "Abilities" && isFields(value)) {
    return Object.values(value).every((score) => score === 10);
  }
  return isFields(value) && value["Value"] === USUAL[key] && UNFILLED.includes(value["Notes"]);
}
