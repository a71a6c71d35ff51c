/**
 * A circuit breaker. After `threshold` failures in a row it stays open for `coolDownMs` (calls are
 * refused without trying), then lets one call through as a test.
 */
export class Breaker {
  #failures = 0;
  #openedAt = 0;
  #testing = false;
  readonly #threshold: number;
  readonly #coolDownMs: number;
  readonly #now: () => number;

  constructor(
    options: { threshold?: number; coolDownMs?: number; now?: () => number } = {},
  ) {
    this.#threshold = options.threshold ?? 3;
    this.#coolDownMs = options.coolDownMs ?? 5_000;
    this.#now = options.now ?? Date.now;
  }

  /** `closed`: all is well. `open`: refused. `half_open`: one call may test the line. */
  get state(): "closed" | "open" | "half_open" {
    if (this.#failures < this.#threshold) return "closed";
    const since = this.#now() - this.#openedAt;
    // A clock that stepped back would keep it open for ever.
    return since >= this.#coolDownMs || since < 0 ? "half_open" : "open";
  }

  /** Whether a call may be tried now; taking the one test call counts as having tried. */
  tryEnter(): boolean {
    const state = this.state;
    if (state === "closed") return true;
    if (state === "open" || this.#testing) return false;
    this.#testing = true;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#testing = false;
  }

  failed(): void {
    this.#failures = Math.min(this.#failures + 1, this.#threshold);
    this.#testing = false;
    if (this.#failures >= this.#threshold) this.#openedAt = this.#now();
  }
}
