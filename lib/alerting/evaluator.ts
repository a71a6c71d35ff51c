import { randomUUID } from "node:crypto";
import type { Log } from "@/lib/log.ts";
import { type AlertDocument, readDocument, updateDocument } from "./document.ts";
import { DEFAULT_TIMES, type Inhibitions, isSilenced, type MachineTimes, step } from "./machine.ts";
import { dispatch, enqueue } from "./outbox.ts";
import { runbookUrl } from "./runbook.ts";
import type {
  Alerting,
  AlertingStatus,
  AlertStore,
  Channel,
  NotifiedAlert,
  Observation,
  SilenceView,
} from "./port.ts";

/** How long one evaluator keeps the others out; renewed at every tick. */
const LEASE_MS = 45_000;
/** A lease that ends later than this was not given by a clock that is merely wrong. */
const FAR_FUTURE_MS = 3_600_000;

export interface EvaluatorOptions {
  readonly store: AlertStore;
  readonly channels: readonly Channel[];
  /** Asks all rules; must not throw for a single failing rule (that is `no_data`). */
  readonly observe: () => Promise<readonly Observation[]>;
  readonly inhibitions: Inhibitions;
  readonly environment: string;
  /** Address under which the runbooks stand, ending in a slash. */
  readonly runbooks: string;
  /** Called after each complete evaluation: the dead-man's switch. */
  readonly ping?: () => Promise<void>;
  readonly times?: MachineTimes;
  readonly owner?: string;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly newId?: () => string;
  readonly sendTimeoutMs?: number;
  readonly log?: Log;
}

/** What one tick did. `standby`: another instance holds the lease. */
export interface Tick {
  readonly role: "evaluated" | "standby";
  readonly notified: readonly NotifiedAlert[];
  readonly sent: number;
}

/** How long a message that was given up is told of. */
const REFUSED_MS = 60 * 60_000;

function byChannel(messages: readonly { readonly channel: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { channel } of messages) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}

/** Evaluates rules and tells people, one instance at a time. */
export class Evaluator implements Alerting {
  readonly #options: EvaluatorOptions;
  readonly #owner: string;
  readonly #now: () => number;
  readonly #times: MachineTimes;
  #running: Promise<Tick> | undefined;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#owner = options.owner ?? randomUUID();
    this.#now = options.now ?? Date.now;
    this.#times = options.times ?? DEFAULT_TIMES;
  }

  /** One evaluation, then sending. Ticks of one instance never overlap. */
  tick(): Promise<Tick> {
    this.#running ??= this.#tick().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #tick(): Promise<Tick> {
    const leased = await updateDocument(this.#options.store, (document) => this.#lease(document));
    const notified = leased ? await this.#evaluate() : null;
    // Only the holder sends: two clocks that differ would not agree on whose turn a message is.
    if (!notified) return { role: "standby", notified: [], sent: 0 };
    const sent = await this.#send();
    await this.#ping();
    return { role: "evaluated", notified, sent };
  }

  #lease(document: AlertDocument): { document: AlertDocument; value: true } | null {
    const now = this.#now();
    const held = document.lease;
    const foreign = held !== null && held.owner !== this.#owner;
    // Clocks may differ by minutes; nobody is kept out by one that is wrong by days.
    if (foreign && held.expiresAt > now && held.expiresAt - now <= FAR_FUTURE_MS) return null;
    const lease = { owner: this.#owner, expiresAt: now + LEASE_MS };
    return { document: { ...document, lease }, value: true };
  }

  /** Null when the lease was lost while the rules were asked. */
  async #evaluate(): Promise<readonly NotifiedAlert[] | null> {
    const observations = await this.#options.observe();
    return await updateDocument(this.#options.store, (document) => {
      if (document.lease?.owner !== this.#owner) return null;
      const now = this.#now();
      const silences = document.silences.filter((silence) => silence.until > now);
      const result = step({
        alerts: document.alerts,
        silences,
        observations,
        inhibitions: this.#options.inhibitions,
        times: this.#times,
        now,
      });
      const next = enqueue(
        { ...document, alerts: result.alerts, silences, evaluatedAt: now },
        result.notify,
        this.#options.channels,
        now,
        this.#options.newId ?? randomUUID,
      );
      return { document: next, value: result.notify };
    });
  }

  #send(): Promise<number> {
    const { store, channels, environment, runbooks, random, sendTimeoutMs, log } = this.#options;
    return dispatch({
      store,
      channels,
      environment,
      runbooks,
      now: this.#now,
      ...(random ? { random } : {}),
      ...(sendTimeoutMs === undefined ? {} : { timeoutMs: sendTimeoutMs }),
      ...(log ? { log } : {}),
    });
  }

  async #ping(): Promise<void> {
    try {
      await this.#options.ping?.();
    } catch {
      this.#options.log?.warn("dead-man ping failed");
    }
  }

  /** Gives the lease back, so that the next instance need not wait for it to expire. */
  async release(): Promise<void> {
    await updateDocument(
      this.#options.store,
      (document) =>
        document.lease?.owner === this.#owner
          ? { document: { ...document, lease: null }, value: true }
          : null,
    );
  }

  async status(): Promise<AlertingStatus> {
    const { document } = await readDocument(this.#options.store);
    const now = this.#now();
    const lately = document.givenUp.filter(({ at }) => now - at < REFUSED_MS);
    return {
      alerts: document.alerts.map((alert) => ({
        key: alert.key,
        rule: alert.rule,
        severity: alert.severity,
        status: alert.status,
        summary: alert.summary,
        since: new Date(alert.since).toISOString(),
        silenced: isSilenced(alert.key, document.silences, now),
        inhibited: alert.inhibited,
        runbook: runbookUrl(this.#options.runbooks, alert.rule),
      })),
      silences: document.silences.filter((silence) => silence.until > now).map(silenceView),
      waiting: byChannel(document.outbox),
      givenUp: document.givenUp.length,
      refused: byChannel(lately),
      evaluatedAt: document.evaluatedAt === null
        ? null
        : new Date(document.evaluatedAt).toISOString(),
    };
  }

  async silence(match: string, forMs: number, reason: string): Promise<SilenceView> {
    const silence = {
      id: (this.#options.newId ?? randomUUID)(),
      match,
      until: this.#now() + forMs,
      reason,
    };
    await updateDocument(this.#options.store, (document) => ({
      document: { ...document, silences: [...document.silences, silence] },
      value: true,
    }));
    return silenceView(silence);
  }

  async unsilence(id: string): Promise<boolean> {
    const removed = await updateDocument(this.#options.store, (document) => {
      const silences = document.silences.filter((silence) => silence.id !== id);
      if (silences.length === document.silences.length) return null;
      return { document: { ...document, silences }, value: true };
    });
    return removed === true;
  }
}

function silenceView(silence: AlertDocument["silences"][number]): SilenceView {
  const { id, match, until, reason } = silence;
  return { id, match, until: new Date(until).toISOString(), reason };
}
