/**
 * Dice values from a seed. The seed is made outside with `crypto.getRandomValues`; from it every
 * die of a command follows, so that a browser that decides first and the server that decides
 * after roll the same. The generator is sfc32 (128 bits of state, public domain design), warmed
 * up so that similar seeds do not start alike.
 */
export interface RandomSource {
  /** A whole number from 1 to `sides`, each equally likely. */
  die(sides: number): number;
}

const SEED = /^[0-9a-f]{32}$/i;

export function isSeed(seed: unknown): seed is string {
  return typeof seed === "string" && SEED.test(seed);
}

/** A source that gives the same dice for the same `seed` (32 hex digits). */
export function seededSource(seed: string): RandomSource {
  let [a, b, c, d] = [0, 8, 16, 24].map((at) => parseInt(seed.slice(at, at + 8), 16) | 0) as [
    number,
    number,
    number,
    number,
  ];
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  return {
    die(sides) {
      // Values above the last whole multiple of `sides` would favour low faces: draw again.
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % sides);
      let value = next();
      while (value >= limit) value = next();
      return (value % sides) + 1;
    },
  };
}
