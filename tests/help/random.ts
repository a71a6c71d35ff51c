import { SEED } from "@/tests/help/property.ts";

/** A seeded source of chance; the seed is printed so that a failure can be repeated. */
export function random(seed = SEED): {
  readonly seed: number;
  below(count: number): number;
} {
  console.log(`seed ${seed}`);
  let state = seed;
  return {
    seed,
    below(count) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % count;
    },
  };
}
