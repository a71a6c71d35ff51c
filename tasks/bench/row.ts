/** One measured figure beside its budget. */
export interface Row {
  readonly name: string;
  readonly value: number;
  /** `ms`, `µs`, `B`, `kB`, `MB`, `×`, … */
  readonly unit: string;
  readonly budget: number;
  readonly better: "lower" | "higher";
  /** Whether `value` is within `budget`. */
  readonly ok: boolean;
  /** How many measurements `value` is taken from. */
  readonly runs: number;
  /** The same figure of a page without a framework, measured in turns with `value`. */
  readonly bare?: number;
}

/** A row whose `ok` follows from the other fields. */
export function row(measured: Omit<Row, "ok" | "better"> & { better?: Row["better"] }): Row {
  const better = measured.better ?? "lower";
  const ok = better === "lower"
    ? measured.value <= measured.budget
    : measured.value >= measured.budget;
  return { ...measured, better, ok };
}

/** A row whose budget is `factor` times what a bare page takes. */
export function besideBare(
  measured: Omit<Row, "ok" | "better" | "budget" | "bare"> & {
    readonly bare: number;
    readonly factor: number;
  },
): Row {
  const { factor, ...rest } = measured;
  return row({ ...rest, budget: factor * measured.bare });
}

/**
 * The value below which the share `p` (0 to 1) of `samples` lies, by nearest rank.
 *
 * @throws {RangeError} When there are no samples.
 */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(p * sorted.length)));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError("Cannot take a percentile: there are no samples");
  return value;
}

/** The middle of `samples`; of an even number, the lower of the two middles. */
export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/**
 * How long one call of `work` takes, in milliseconds: the median over `runs` batches, each long
 * enough (`batch` calls) for the clock. One batch runs first, unmeasured, so that code is warm.
 */
export function timed(work: () => unknown, { runs = 15, batch = 1 } = {}): number {
  const samples: number[] = [];
  for (let run = -1; run < runs; run++) {
    const start = performance.now();
    for (let i = 0; i < batch; i++) work();
    if (run >= 0) samples.push((performance.now() - start) / batch);
  }
  return median(samples);
}

/** `timed` for work that has to be awaited. */
export async function timedAsync(
  work: () => Promise<unknown>,
  { runs = 15, batch = 1 } = {},
): Promise<number> {
  const samples: number[] = [];
  for (let run = -1; run < runs; run++) {
    const start = performance.now();
    for (let i = 0; i < batch; i++) await work();
    if (run >= 0) samples.push((performance.now() - start) / batch);
  }
  return median(samples);
}
