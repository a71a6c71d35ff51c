import type { Lease } from "@/lib/store/ports/lease_store.ts";

/** How loud an alert is: `critical` wakes somebody, `warning` is read today, `ticket` this week. */
export const SEVERITIES = ["critical", "warning", "ticket"] as const;
export type Severity = typeof SEVERITIES[number];

/** What one rule says about one thing right now. */
export interface Observation {
  /** Identity of the alert: the rule, and the part it is about (`component_down:database`). */
  readonly key: string;
  readonly rule: string;
  readonly severity: Severity;
  /**
   * `no_data` neither starts nor ends anything, and `holds` neither: it is too bad to be clear, so
   * that a calm before it counts no more.
   */
  readonly verdict: "breach" | "holds" | "clear" | "no_data";
  /** One sentence with the figure, for a person who was just woken. */
  readonly summary: string;
  /** How long a breach must last before it fires, in milliseconds. */
  readonly forMs: number;
  /** How long it must be clear before it counts as over; the machine's own time without it. */
  readonly clearForMs?: number;
  /** True while only what people have been told of makes it a breach: it fires and is not told. */
  readonly explained?: boolean;
  /** True while what it measures still goes on, rather than only standing in its window. */
  readonly ongoing?: boolean;
  /** True when it is so bad that people are told again of what they know in a milder form. */
  readonly escalated?: boolean;
}

/** Where the document of the alerting lives: one small text, replaced only by compare-and-set. */
export interface AlertStore {
  /** The document and its version; null before the first write. */
  read(): Promise<{ readonly version: number; readonly document: string } | null>;
  /**
   * Replaces the document when its version is still `expected` (0: there is none yet); false when
   * somebody else was first.
   *
   * @param lease Write only while this lease stands.
   * @throws {LeaseLostError} When it has passed to another.
   */
  write(document: string, expected: number, lease?: Lease): Promise<boolean>;
}

/** One alert inside a notification. */
export interface NotifiedAlert {
  readonly key: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly summary: string;
  /** Identity of this incident: the same for its firing, its repeats and its resolve. */
  readonly incident: string;
  /** When it began, ISO 8601. */
  readonly since: string;
  readonly kind: "firing" | "repeat" | "resolved";
  /** A signed, short-lived address to take it on; made when it is sent. */
  readonly acknowledge?: string;
}

/** What is sent to one channel at one time: everything that changed together. */
export interface Notification {
  readonly id: string;
  readonly environment: string;
  /** The instance that evaluated and tells. */
  readonly instance: string;
  readonly alerts: readonly NotifiedAlert[];
  /** Address of the runbooks; the rule's name is appended. */
  readonly runbooks: string;
}

/** The end of one attempt to send. */
export type SendResult =
  | { readonly ok: true }
  | {
    readonly ok: false;
    /** False when trying again cannot help. */
    readonly retry: boolean;
    readonly reason: string;
    readonly retryAfterMs?: number;
  };

export const CHANNELS = ["slack", "email", "pagerduty", "webhook"] as const;
export type ChannelName = typeof CHANNELS[number];

/** A way to reach people. */
export interface Channel {
  readonly name: ChannelName;
  /** The severities it carries. */
  readonly severities: readonly Severity[];
  /** Sends once; expected failures are results, `signal` ends the attempt. */
  send(notification: Notification, signal: AbortSignal): Promise<SendResult>;
}

/** One alert as people see it on the ops page and in `deno task alerts status`. */
export interface AlertView {
  readonly key: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly status: "pending" | "firing";
  readonly summary: string;
  readonly since: string;
  readonly silenced: boolean;
  readonly inhibited: boolean;
  readonly incident: string;
  /** Who works on it since when; null while nobody has said so. */
  readonly acknowledged: { readonly at: string; readonly by: string } | null;
  readonly runbook: string;
}

/** What happened to one incident, in order. */
export interface IncidentView {
  readonly incident: string;
  readonly key: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly events: readonly {
    readonly at: string;
    readonly what: string;
    readonly by?: string | undefined;
  }[];
}

export interface SilenceView {
  readonly id: string;
  readonly match: string;
  readonly until: string;
  readonly reason: string;
}

/** An incident that is over and that people know of: they were told, or had silenced it. */
export interface ToldIncident {
  readonly key: string;
  readonly rule: string;
  /** First breach and end, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface AlertingStatus {
  readonly alerts: readonly AlertView[];
  readonly silences: readonly SilenceView[];
  /** Messages that wait to be sent, by channel, and those that were given up. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly givenUp: number;
  /** Those given up within the last hour, by channel. */
  readonly refused: Readonly<Record<string, number>>;
  /** Incidents that are over and may still explain what the windows of the rules hold. */
  readonly told: readonly ToldIncident[];
  /** What fired lately, newest first. */
  readonly incidents: readonly IncidentView[];
  /** When rules were last evaluated by any instance; null: never. */
  readonly evaluatedAt: string | null;
}

/** What pages and tasks may ask and do. */
export interface Alerting {
  status(): Promise<AlertingStatus>;
  /** Keeps alerts whose key is `match`, or begins with `match` + ":", quiet for a while. */
  silence(match: string, forMs: number, reason: string): Promise<SilenceView>;
  unsilence(id: string): Promise<boolean>;
  /**
   * Writes down that somebody works on an incident: reminders of it stop. False when it does not
   * fire any more, or when somebody has said so before.
   */
  acknowledge(incident: string, by: string): Promise<boolean>;
  /** The incident that PagerDuty knows by its key; undefined when it does not fire. */
  incidentOfPager(dedupKey: string): Promise<string | undefined>;
}
