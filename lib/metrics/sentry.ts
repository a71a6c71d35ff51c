import type { FaultPlace, FaultReporter } from "./port.ts";
import { scrubEvent, tagsOf } from "./scrub.ts";

export interface SentryOptions {
  readonly dsn: string;
  readonly release: string;
  readonly environment: string;
}

type Sdk = typeof import("@sentry/deno");

/** Faults that may be on their way at once; a storm of them must not fill the memory. */
const MAX_PENDING = 50;
/** The same fault is told at most once in this time. */
const SAME_MS = 60_000;

/**
 * Reports faults to Sentry. The SDK is loaded with the first fault, has no integrations (nothing
 * of requests, breadcrumbs or consoles is collected), and every event passes the allow-list.
 */
export class SentryReporter implements FaultReporter {
  readonly #options: SentryOptions;
  readonly #told = new Map<string, number>();
  #sdk: Promise<Sdk> | undefined;
  #pending = 0;

  constructor(options: SentryOptions) {
    this.#options = options;
  }

  report(error: unknown, place: FaultPlace): void {
    const fault = error instanceof Error
      ? error
      : new Error("something that is no error was thrown");
    const key = `${fault.name}:${fault.message.slice(0, 200)}:${place.route ?? place.island ?? ""}`;
    const now = Date.now();
    const last = this.#told.get(key);
    if (this.#pending >= MAX_PENDING || (last !== undefined && now - last < SAME_MS)) return;
    if (this.#told.size >= 200) this.#told.clear();
    this.#told.set(key, now);
    this.#pending += 1;
    this.#load()
      .then((sdk) => sdk.captureException(fault, { tags: tagsOf(place) }))
      // Being unable to report a fault must never become a fault of its own.
      .catch(() => {})
      .finally(() => {
        this.#pending -= 1;
      });
  }

  async flush(ms: number): Promise<void> {
    if (!this.#sdk) return;
    try {
      const sdk = await this.#sdk;
      await sdk.flush(ms);
    } catch {
      // Whatever was lost is in the log too.
    }
  }

  #load(): Promise<Sdk> {
    this.#sdk ??= import("@sentry/deno").then((sdk) => {
      sdk.init({
        dsn: this.#options.dsn,
        release: this.#options.release,
        environment: this.#options.environment,
        defaultIntegrations: false,
        integrations: [],
        sendDefaultPii: false,
        maxBreadcrumbs: 0,
        attachStacktrace: true,
        beforeBreadcrumb: () => null,
        beforeSend: (event) => ({ ...scrubEvent({ ...event }), type: undefined }),
        beforeSendTransaction: () => null,
      });
      return sdk;
    });
    return this.#sdk;
  }
}

/** Reports nothing: the log has every fault anyway. */
export const NO_FAULTS: FaultReporter = {
  report: () => {},
  flush: () => Promise.resolve(),
};
