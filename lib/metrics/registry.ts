import { LATENCY_BOUNDS } from "./port.ts";

/** Series one family may have; later label sets are counted together as `other`. */
export const MAX_SERIES = 200;

type LabelValues = readonly string[];

interface Family {
  readonly name: string;
  text(): string[];
}

/**
 * Counters, gauges and histograms of one instance, as Prometheus text. Label values come from
 * fixed vocabularies; should one not, the family stops growing at `MAX_SERIES`.
 */
export class Registry {
  readonly #families: Family[] = [];

  counter(name: string, help: string, labels: readonly string[] = []): Counter {
    return this.#add(new Counter(name, help, labels));
  }

  gauge(name: string, help: string, labels: readonly string[] = []): Gauge {
    return this.#add(new Gauge(name, help, labels));
  }

  histogram(name: string, help: string, labels: readonly string[] = []): Histogram {
    return this.#add(new Histogram(name, help, labels));
  }

  /** All families in the order of their definition. */
  text(): string {
    return this.#families.flatMap((family) => family.text()).join("\n") + "\n";
  }

  #add<F extends Family>(family: F): F {
    this.#families.push(family);
    return family;
  }
}

/** Finds the series of a label set, and keeps their number bounded. */
class SeriesMap<S> {
  readonly #series = new Map<string, S>();
  readonly #create: () => S;

  constructor(readonly labels: readonly string[], create: () => S) {
    this.#create = create;
  }

  get(values: LabelValues): S {
    const key = values.length === 1 ? values[0] ?? "" : values.join("\u0001");
    const known = this.#series.get(key);
    if (known) return known;
    const full = this.#series.size >= MAX_SERIES - 1;
    const target = full ? this.labels.map(() => "other").join("\u0001") : key;
    const existing = this.#series.get(target);
    if (existing) return existing;
    const created = this.#create();
    this.#series.set(target, created);
    return created;
  }

  *entries(): Generator<[string, S]> {
    for (const [key, series] of this.#series) {
      const values = key.split("\u0001");
      yield [
        this.labels.map((name, i) => `${name}="${escaped(values[i] ?? "")}"`).join(","),
        series,
      ];
    }
  }
}

/** A number that only grows. */
export class Counter implements Family {
  readonly #map: SeriesMap<{ value: number }>;

  constructor(readonly name: string, readonly help: string, labels: readonly string[]) {
    this.#map = new SeriesMap(labels, () => ({ value: 0 }));
    if (labels.length === 0) this.#map.get([]);
  }

  add(amount: number, ...labels: string[]): void {
    if (amount > 0) this.#map.get(labels).value += amount;
  }

  /** The series of these labels, for whoever counts often: finding it costs most of the counting. */
  series(...labels: string[]): { value: number } {
    return this.#map.get(labels);
  }

  text(): string[] {
    return simpleText(this, "counter", this.#map);
  }
}

/** A number that goes up and down. */
export class Gauge implements Family {
  readonly #map: SeriesMap<{ value: number }>;

  constructor(readonly name: string, readonly help: string, labels: readonly string[]) {
    this.#map = new SeriesMap(labels, () => ({ value: 0 }));
    if (labels.length === 0) this.#map.get([]);
  }

  add(amount: number, ...labels: string[]): void {
    this.#map.get(labels).value += amount;
  }

  /** The series of these labels, for whoever counts often. */
  series(...labels: string[]): { value: number } {
    return this.#map.get(labels);
  }

  set(value: number, ...labels: string[]): void {
    this.#map.get(labels).value = value;
  }

  text(): string[] {
    return simpleText(this, "gauge", this.#map);
  }
}

/** One histogram's figures for one set of labels. */
export interface HistogramSeries {
  readonly counts: Float64Array;
  sum: number;
}

/** Counts a duration in a series. */
export function observeIn(series: HistogramSeries, seconds: number): void {
  if (!(seconds >= 0)) return;
  const index = bucketOf(seconds);
  series.counts[index] = (series.counts[index] ?? 0) + 1;
  series.sum += seconds;
}

/** How often a duration fell under each of the fixed bounds. */
export class Histogram implements Family {
  readonly #map: SeriesMap<HistogramSeries>;

  constructor(readonly name: string, readonly help: string, labels: readonly string[]) {
    this.#map = new SeriesMap(labels, () => ({
      counts: new Float64Array(LATENCY_BOUNDS.length + 1),
      sum: 0,
    }));
  }

  observe(seconds: number, ...labels: string[]): void {
    observeIn(this.#map.get(labels), seconds);
  }

  /** The series of these labels, for `observeIn`. */
  series(...labels: string[]): HistogramSeries {
    return this.#map.get(labels);
  }

  text(): string[] {
    const lines = heading(this, "histogram");
    for (const [labels, series] of this.#map.entries()) {
      const prefix = labels === "" ? "" : `${labels},`;
      let total = 0;
      LATENCY_BOUNDS.forEach((bound, i) => {
        total += series.counts[i] ?? 0;
        lines.push(`${this.name}_bucket{${prefix}le="${bound}"} ${total}`);
      });
      total += series.counts[LATENCY_BOUNDS.length] ?? 0;
      lines.push(`${this.name}_bucket{${prefix}le="+Inf"} ${total}`);
      lines.push(`${this.name}_sum${braced(labels)} ${number(series.sum)}`);
      lines.push(`${this.name}_count${braced(labels)} ${total}`);
    }
    return lines;
  }
}

/** Index of the latency bucket that a duration in seconds belongs to. */
export function bucketOf(seconds: number): number {
  let index = 0;
  while (index < LATENCY_BOUNDS.length && seconds > (LATENCY_BOUNDS[index] ?? 0)) index++;
  return index;
}

function heading(family: { name: string; help: string }, type: string): string[] {
  return [`# HELP ${family.name} ${family.help}`, `# TYPE ${family.name} ${type}`];
}

function simpleText(
  family: { name: string; help: string },
  type: string,
  map: SeriesMap<{ value: number }>,
): string[] {
  const lines = heading(family, type);
  for (const [labels, series] of map.entries()) {
    lines.push(`${family.name}${braced(labels)} ${number(series.value)}`);
  }
  return lines;
}

function braced(labels: string): string {
  return labels === "" ? "" : `{${labels}}`;
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12)));
}

function escaped(value: string): string {
  return value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
}
