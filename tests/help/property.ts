/** How often, at least, a property is tried before a person commits; `.ci/run` asks for more of all. */
const LEAST = Number(Deno.env.get("PROPERTY_RUNS") ?? 0);
/** Where every property of this run starts; `PROPERTY_SEED` repeats it. */
export const SEED = Number(Deno.env.get("PROPERTY_SEED") ?? Date.now() % 2 ** 31);

/**
 * What `fc.assert` gets: at least `runs` runs, or as many as `PROPERTY_RUNS` asks for, from a seed
 * that is printed beside `title`. Each run of a property that writes to a store waits for its
 * transactions: `most` keeps it to minutes.
 */
export function propertyRuns(
  title: string,
  runs = 100,
  most = Infinity,
): { seed: number; numRuns: number } {
  const numRuns = Math.min(most, Math.max(runs, LEAST));
  console.log(`property "${title}": ${numRuns} runs from seed ${SEED}`);
  return { seed: SEED, numRuns };
}
