/**
 * Copies of records with hundreds of keys, cheap enough for every command. Engines keep an object
 * either laid out (copied as a block) or as a hash table (copied key by key, forty times slower
 * at 200 keys); what was parsed or built up key by key is a table, and its spread copy is laid
 * out. Copies made here are remembered, so that only the first one costs that much. Results are
 * the same either way: the memory is about speed alone.
 */
const LAID_OUT = new WeakSet<object>();

/** A copy of `record` to write to; whoever adds or removes keys calls `reshaped` after. */
export function copyRecord<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  // Spreading cannot do it for both: where records of many shapes meet it goes key by key.
  const copy = LAID_OUT.has(record) ? Object.assign({}, record) : { ...record };
  LAID_OUT.add(copy);
  return copy;
}

/** After keys came or went: the next copy lays the record out anew. */
export function reshaped(record: object): void {
  LAID_OUT.delete(record);
}

/** `sums` with these amounts added. */
export function addAmounts(
  sums: Readonly<Record<string, number>>,
  amounts: readonly (readonly [key: string, amount: number])[],
): Readonly<Record<string, number>> {
  const after = copyRecord(sums);
  for (const [key, amount] of amounts) {
    const before = Object.hasOwn(after, key) ? after[key] : undefined;
    after[key] = (before ?? 0) + amount;
    if (before === undefined) reshaped(after);
  }
  return after;
}
