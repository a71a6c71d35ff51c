import { randomUUID } from "node:crypto";
import type { Log } from "@/lib/log.ts";
import type { LeaseStore } from "@/lib/store/ports/lease_store.ts";
import { type AlertDocument, type Incident, readDocument, updateDocument } from "./document.ts";
import { DEFAULT_TIMES, type Inhibitions, isSilenced, type MachineTimes, step } from "./machine.ts";
import { dedupKeyOf } from "./channels/pagerduty.ts";
import { recordStep, toldIncidents, withEvent } from "./incidents.ts";
import { dispatch, enqueue } from "./outbox.ts";
import { runbookUrl } from "./runbook.ts";
import { LeaderLease, LeaseLostError } from "./leader_lease.ts";
import type {
  Alerting,
  AlertingStatus,
  AlertStore,
  Channel,
  IncidentView,
  NotifiedAlert,
  Observation,
  SilenceView,
} from "./port.ts";

export interface EvaluatorOptions {
  readonly store: AlertStore;
  /** Settles which of several instances evaluates; without it this one always does. */
  readonly leases?: LeaseStore;
  readonly channels: readonly Channel[];
  /** Asks all rules; must not throw for a single failing rule (that is `no_data`). */
  readonly observe: () => Promise<readonly Observation[]>;
  readonly inhibitions: Inhibitions;
  readonly environment: string;
  /** Names this instance in what people are told. */
  readonly instance?: string;
  /** The address with which an incident is taken on; undefined where there is none. */
  readonly ackAddress?: (incident: string) => string | undefined;
  /** When people read what can wait; without it always. */
  readonly hours?: { includes(at: number): boolean };
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

/**
 * What one tick did. `standby`: another instance holds the lease; `kept`: this one holds it, and its
 * next evaluation is not due yet.
 */
export interface Tick {
  readonly role: "evaluated" | "standby" | "kept";
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
  readonly #leader: LeaderLease;
  readonly #times: MachineTimes;
  #running: Promise<Tick> | undefined;
  /** When this instance evaluated last while it held the lease, on its own clock. */
  #evaluatedAt: number | undefined;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    const owner = options.owner ?? randomUUID();
    this.#leader = new LeaderLease(options.leases, owner, options.now ?? Date.now);
    this.#times = options.times ?? DEFAULT_TIMES;
  }

  /**
   * One evaluation, then sending. Ticks of one instance never overlap.
   *
   * @param dueMs Evaluates only when the last evaluation is that old; otherwise the tick only renews
   *   the lease. An instance that has just acquired the lease evaluates at once.
   */
  tick(dueMs = 0): Promise<Tick> {
    this.#running ??= this.#tick(dueMs).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #tick(dueMs: number): Promise<Tick> {
    const leader = await this.#leader.acquire();
    if (leader !== "renewed") this.#evaluatedAt = undefined;
    if (leader === "standby") return { role: "standby", notified: [], sent: 0 };
    if (!this.#due(dueMs)) return { role: "kept", notified: [], sent: 0 };
    const notified = await this.#evaluate();
    // Only the leader sends: two clocks that differ would not agree on what is due.
    if (!notified) return { role: "standby", notified: [], sent: 0 };
    this.#evaluatedAt = this.#clock();
    const sent = await this.#send();
    await this.#ping();
    return { role: "evaluated", notified, sent };
  }

  #due(dueMs: number): boolean {
    if (this.#evaluatedAt === undefined) return true;
    const age = this.#clock() - this.#evaluatedAt;
    // A clock that stepped back must not stop the watch.
    return age < 0 || age >= dueMs;
  }

  #clock(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** Null when the lease was lost while the rules were asked. */
  async #evaluate(): Promise<readonly NotifiedAlert[] | null> {
    const observations = await this.#options.observe();
    try {
      return await this.#record(observations);
    } catch (error) {
      if (error instanceof LeaseLostError) return null;
      throw error;
    }
  }

  #record(observations: readonly Observation[]): Promise<readonly NotifiedAlert[] | null> {
    return updateDocument(this.#options.store, (document) => {
      const now = this.#leader.now();
      const silences = document.silences.filter((silence) => silence.until > now);
      const result = step({
        alerts: document.alerts,
        silences,
        observations,
        inhibitions: this.#options.inhibitions,
        times: this.#times,
        now,
        quiet: this.#options.hours?.includes(now) === false,
      });
      const next = enqueue(
        {
          ...document,
          alerts: result.alerts,
          silences,
          evaluatedAt: now,
          incidents: recordStep(document.incidents, result, now),
        },
        result.notify,
        this.#options.channels,
        now,
        this.#options.newId ?? randomUUID,
      );
      return { document: next, value: result.notify };
    }, this.#leader.lease);
  }

  #send(): Promise<number> {
    const { store, channels, environment, runbooks, random, sendTimeoutMs, log } = this.#options;
    const { instance = "", ackAddress } = this.#options;
    return dispatch({
      store,
      channels,
      environment,
      instance,
      runbooks,
      ...(ackAddress ? { ackAddress } : {}),
      now: () => this.#leader.now(),
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

  /** Releases the lease, so that the next instance need not wait until it runs out. */
  async release(): Promise<void> {
    this.#evaluatedAt = undefined;
    await this.#leader.release();
  }

  async status(): Promise<AlertingStatus> {
    const { document } = await readDocument(this.#options.store);
    const now = this.#leader.now();
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
        incident: alert.incident,
        acknowledged: alert.acknowledged &&
          { at: new Date(alert.acknowledged.at).toISOString(), by: alert.acknowledged.by },
        runbook: runbookUrl(this.#options.runbooks, alert.rule),
      })),
      silences: document.silences.filter((silence) => silence.until > now).map(silenceView),
      waiting: byChannel(document.outbox),
      givenUp: document.givenUp.length,
      refused: byChannel(lately),
      told: toldIncidents(document.incidents, now),
      incidents: document.incidents.map(incidentView).reverse(),
      evaluatedAt: document.evaluatedAt === null
        ? null
        : new Date(document.evaluatedAt).toISOString(),
    };
  }

  async silence(match: string, forMs: number, reason: string): Promise<SilenceView> {
    const silence = {
      id: (this.#options.newId ?? randomUUID)(),
      match,
      until: this.#leader.now() + forMs,
      reason,
    };
    await updateDocument(this.#options.store, (document) => ({
      document: { ...document, silences: [...document.silences, silence] },
      value: true,
    }));
    return silenceView(silence);
  }

  async acknowledge(incident: string, by: string): Promise<boolean> {
    const done = await updateDocument(this.#options.store, (document) => {
      const now = this.#leader.now();
      const at = document.alerts.findIndex((candidate) =>
        candidate.incident === incident && candidate.status === "firing" &&
        candidate.acknowledged === null
      );
      const alert = document.alerts[at];
      if (alert === undefined) return null;
      const alerts = document.alerts.with(at, { ...alert, acknowledged: { at: now, by } });
      const incidents = withEvent(document.incidents, incident, {
        at: now,
        what: "acknowledged",
        by,
      });
      return { document: { ...document, alerts, incidents }, value: true };
    });
    return done === true;
  }

  async incidentOfPager(dedupKey: string): Promise<string | undefined> {
    const { document } = await readDocument(this.#options.store);
    const { environment } = this.#options;
    return document.alerts.find((alert) =>
      alert.status === "firing" && dedupKeyOf(environment, alert.toldAs ?? alert.key) === dedupKey
    )?.incident;
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

function incidentView(incident: Incident): IncidentView {
  const { startedAt, endedAt, events } = incident;
  return {
    ...incident,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    events: events.map((item) => ({ ...item, at: new Date(item.at).toISOString() })),
  };
}

function silenceView(silence: AlertDocument["silences"][number]): SilenceView {
  const { id, match, until, reason } = silence;
  return { id, match, until: new Date(until).toISOString(), reason };
}
