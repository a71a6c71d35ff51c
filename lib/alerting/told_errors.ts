import type { Traffic } from "@/lib/metrics/port.ts";
import type { ToldIncident } from "./port.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Windows up to here are counted in minutes, longer ones in hours. */
const IN_MINUTES = 360;

/** How long before its first breach the failures of an incident may have begun, in minutes. */
const LEAD_MINUTES: Readonly<Record<string, number>> = {
  "component_down:database": 2,
  error_rate: 5,
  burn_rate_fast: 60,
  burn_rate_slow: 360,
};

/**
 * Failed requests that an incident explains which is over. They stay in the windows of the rules
 * for up to three days; without those a rule has to find a new reason before it pages.
 */
export class ToldErrors {
  readonly #told: readonly ToldIncident[];
  readonly #window: (minutes: number) => Promise<Traffic | null>;
  readonly #now: number;

  constructor(
    told: readonly ToldIncident[],
    window: (minutes: number) => Promise<Traffic | null>,
    now: number,
  ) {
    this.#told = told.filter((incident) => leadOf(incident) !== undefined);
    this.#window = window;
    this.#now = now;
  }

  /** Failures of the last so many minutes that nobody has been told of. */
  async untold(minutes: number): Promise<number> {
    const all = (await this.#window(minutes))?.errors ?? 0;
    const unit = minutes <= IN_MINUTES ? 1 : 60;
    let known = 0;
    for (const [from, to] of this.#spans(minutes, unit)) {
      const [older, newer] = await Promise.all([
        this.#window(from),
        to === 0 ? null : this.#window(to),
      ]);
      known += (older?.errors ?? 0) - (newer?.errors ?? 0);
    }
    return Math.max(0, all - known);
  }

  /**
   * The told spans within the last so many minutes, as minutes before now: from the first (more)
   * to the last (less), without overlaps, in steps of `unit` minutes.
   */
  #spans(minutes: number, unit: number): [from: number, to: number][] {
    const step = unit * MINUTE;
    const last = Math.floor(this.#now / step);
    const ago = (at: number) => (last - Math.floor(at / step)) * unit;
    const spans = this.#told.map((incident): [number, number] => [
      Math.min(minutes, ago(incident.startedAt - (leadOf(incident) ?? 0) * MINUTE) + unit),
      Math.max(0, ago(incident.endedAt)),
    ]).filter(([from, to]) => from > to && to < minutes).sort((a, b) => b[0] - a[0]);
    const merged: [number, number][] = [];
    for (const span of spans) {
      const before = merged.at(-1);
      if (before !== undefined && span[0] >= before[1]) before[1] = Math.min(before[1], span[1]);
      else merged.push([span[0], span[1]]);
    }
    return merged;
  }
}

function leadOf(incident: ToldIncident): number | undefined {
  return LEAD_MINUTES[incident.key] ?? LEAD_MINUTES[incident.rule];
}

/** How long an incident that is over can explain what windows hold. */
export const EXPLAINS_MS = 78 * HOUR;
