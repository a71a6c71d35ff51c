import type { AlertRecord, Silence } from "./document.ts";
import type { NotifiedAlert, Observation } from "./port.ts";

/** Evaluations in a row that must agree before an alert fires. */
const MIN_BREACHES = 2;

/** The clocks of the state machine, in milliseconds. */
export interface MachineTimes {
  /** How long an alert must be clear before it counts as over, where its rule says nothing. */
  readonly clearMs: number;
  /** How often people are reminded of what still fires. */
  readonly repeatMs: number;
}

export const DEFAULT_TIMES: MachineTimes = { clearMs: 60_000, repeatMs: 4 * 3_600_000 };

/** Which alerts keep which others quiet; names are rules or whole keys. */
export interface Inhibitions {
  /** While the first fires, the others are not told: the cause is, its symptoms are not. */
  readonly causes: Readonly<Record<string, readonly string[]>>;
  /** The first is not told while one of `told` fires that people have been told of. */
  readonly joins: Readonly<Record<string, Join>>;
}

export interface Join {
  readonly told: readonly string[];
  /** Only when it began at most so long after the one that was told. */
  readonly withinMs?: number;
}

export interface StepInput {
  readonly alerts: readonly AlertRecord[];
  readonly silences: readonly Silence[];
  readonly observations: readonly Observation[];
  readonly inhibitions: Inhibitions;
  readonly times: MachineTimes;
  readonly now: number;
  /** True outside the hours in which people read what can wait: only critical alerts are told. */
  readonly quiet?: boolean;
}

/** What one evaluation changes and whom it concerns. */
export interface StepResult {
  readonly alerts: AlertRecord[];
  /** Those that fired and are over with this evaluation. */
  readonly ended: AlertRecord[];
  readonly notify: NotifiedAlert[];
}

/**
 * One evaluation: pending → firing → resolved. Pure; the same inputs give the same result. A rule
 * that is not among the observations (a part that no longer exists) counts as clear.
 */
export function step(input: StepInput): StepResult {
  const { now, times } = input;
  const observed = new Map(input.observations.map((observation) => [observation.key, observation]));
  const known = new Map(input.alerts.map((alert) => [alert.key, alert]));
  const moved: AlertRecord[] = [];
  const ended: AlertRecord[] = [];
  const notify: NotifiedAlert[] = [];
  for (const key of new Set([...known.keys(), ...observed.keys()])) {
    const next = move(known.get(key), observed.get(key), times, now);
    if (next === null) continue;
    if (next !== "resolved") moved.push(next);
    else {
      const record = known.get(key);
      if (record === undefined) continue;
      ended.push(record);
    }
  }
  // What ends in this very evaluation still explains what fires in it.
  const sources = [...moved.filter((candidate) => candidate.status === "firing"), ...ended];
  const alerts = moved.map((alert) => {
    const observation = observed.get(alert.key);
    return {
      ...alert,
      silenced: isSilenced(alert.key, input.silences, now),
      inhibited: observation?.explained === true ||
        isInhibited(alert, observation?.escalated === true, sources, input.inhibitions),
    };
  });
  const over = ended.flatMap((record) => {
    const at = successorOf(record, alerts, observed, input.inhibitions);
    const successor = alerts[at];
    if (successor !== undefined) {
      alerts[at] = {
        ...successor,
        incident: record.incident,
        notifiedAt: record.notifiedAt,
        acknowledged: record.acknowledged,
        toldAs: record.toldAs ?? record.key,
      };
      return [successor];
    }
    // Nobody was told of the start, so nobody hears of the end.
    if (record.notifiedAt !== null) notify.push(notified(record, "resolved"));
    return [record];
  });
  for (const [at, alert] of alerts.entries()) {
    const kind = dueNotice(alert, times, now);
    if (kind === null || (input.quiet === true && alert.severity !== "critical")) continue;
    notify.push(notified(alert, kind));
    alerts[at] = { ...alert, notifiedAt: now };
  }
  return { alerts, ended: over, notify };
}

/**
 * The place of the alert that carries on the incident of one that is over: it fires for the same
 * cause, and what it measures still goes on. Its incident ends with it, and not before.
 */
function successorOf(
  record: AlertRecord,
  alerts: readonly AlertRecord[],
  observed: ReadonlyMap<string, Observation>,
  { causes, joins }: Inhibitions,
): number {
  if (record.notifiedAt === null) return -1;
  return alerts.findIndex((alert) => {
    if (alert.status !== "firing" || alert.notifiedAt !== null) return false;
    if (alert.silenced || alert.severity !== record.severity) return false;
    const related = isNamed(alert, causes[record.rule] ?? []) ||
      isNamed(record, joins[alert.rule]?.told ?? []);
    return related && observed.get(alert.key)?.ongoing === true;
  });
}

function isNamed(alert: AlertRecord, names: readonly string[]): boolean {
  return names.includes(alert.rule) || names.includes(alert.key);
}

/** The record after one observation; null when there is nothing to remember. */
function move(
  record: AlertRecord | undefined,
  observation: Observation | undefined,
  times: MachineTimes,
  now: number,
): AlertRecord | "resolved" | null {
  const verdict = observation?.verdict ?? "clear";
  if (verdict === "no_data") return record ?? null;
  if (verdict === "holds") return record ? { ...record, clearSince: null } : null;
  if (verdict === "clear") {
    return record ? cleared(record, observation?.clearForMs ?? times.clearMs, now) : null;
  }
  if (!observation) return record ?? null;
  const { key, rule, severity, summary, forMs } = observation;
  const before = record ?? {
    status: "pending" as const,
    incident: `${key}@${now}`,
    since: now,
    breaches: 0,
    notifiedAt: null,
    silenced: false,
    inhibited: false,
    acknowledged: null,
    toldAs: null,
  };
  const breaches = before.breaches + 1;
  // A clock that stepped back must not make a breach younger for ever.
  const since = Math.min(before.since, now);
  const due = breaches >= MIN_BREACHES && now - since >= forMs;
  return {
    ...before,
    key,
    rule,
    severity,
    summary,
    forMs,
    since,
    breaches,
    clearSince: null,
    status: before.status === "firing" || due ? "firing" : "pending",
  };
}

function cleared(
  record: AlertRecord,
  clearForMs: number,
  now: number,
): AlertRecord | "resolved" | null {
  if (record.status === "pending") return null;
  const clearSince = Math.min(record.clearSince ?? now, now);
  if (now - clearSince >= clearForMs) return "resolved";
  return { ...record, clearSince };
}

function dueNotice(
  alert: AlertRecord,
  times: MachineTimes,
  now: number,
): "firing" | "repeat" | null {
  if (alert.status !== "firing" || alert.silenced || alert.inhibited) return null;
  // What is clear already and only waits to be sure needs neither a first word nor a reminder.
  if (alert.clearSince !== null) return null;
  if (alert.notifiedAt === null) return "firing";
  // Somebody works on it and needs no reminder.
  if (alert.acknowledged !== null) return null;
  return now - alert.notifiedAt >= times.repeatMs ? "repeat" : null;
}

/** Whether a silence covers an alert: its whole key, or the part before a colon. */
export function isSilenced(key: string, silences: readonly Silence[], now: number): boolean {
  return silences.some((silence) =>
    silence.until > now &&
    (silence.match === "*" || silence.match === key || key.startsWith(`${silence.match}:`))
  );
}

function isInhibited(
  alert: AlertRecord,
  escalated: boolean,
  sources: readonly AlertRecord[],
  { causes, joins }: Inhibitions,
): boolean {
  const others = sources.filter((source) => source.key !== alert.key && source.rule !== alert.rule);
  const caused = others.some((source) =>
    isNamed(alert, [...causes[source.key] ?? [], ...causes[source.rule] ?? []])
  );
  if (caused) return true;
  const join = joins[alert.key] ?? joins[alert.rule];
  // Who was told of this alert hears of it until its end, whatever comes beside it.
  if (join === undefined || escalated || alert.notifiedAt !== null) return false;
  return others.some((candidate) =>
    candidate.notifiedAt !== null && isNamed(candidate, join.told) &&
    alert.since - candidate.notifiedAt <= (join.withinMs ?? Infinity)
  );
}

function notified(alert: AlertRecord, kind: NotifiedAlert["kind"]): NotifiedAlert {
  return {
    key: alert.toldAs ?? alert.key,
    rule: alert.rule,
    severity: alert.severity,
    summary: alert.summary,
    incident: alert.incident,
    since: new Date(alert.since).toISOString(),
    kind,
  };
}
