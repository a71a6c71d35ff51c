import type { AlertRecord, Silence } from "./document.ts";
import type { NotifiedAlert, Observation } from "./port.ts";

/** Evaluations in a row that must agree before an alert fires. */
const MIN_BREACHES = 2;

/** The clocks of the state machine, in milliseconds. */
export interface MachineTimes {
  /** How long an alert must be clear before it counts as over. */
  readonly clearMs: number;
  /** How often people are reminded of what still fires. */
  readonly repeatMs: number;
}

export const DEFAULT_TIMES: MachineTimes = { clearMs: 60_000, repeatMs: 4 * 3_600_000 };

/** Which firing rules keep which others quiet: the cause is told, its symptoms are not. */
export type Inhibitions = Readonly<Record<string, readonly string[]>>;

export interface StepInput {
  readonly alerts: readonly AlertRecord[];
  readonly silences: readonly Silence[];
  readonly observations: readonly Observation[];
  readonly inhibitions: Inhibitions;
  readonly times: MachineTimes;
  readonly now: number;
}

/** What one evaluation changes and whom it concerns. */
export interface StepResult {
  readonly alerts: AlertRecord[];
  readonly notify: NotifiedAlert[];
}

/**
 * One evaluation: pending → firing → resolved. Pure; the same inputs give the same result. A rule
 * that is not among the observations (a part that no longer exists) counts as clear.
 */
export function step(input: StepInput): StepResult {
  const { now, times } = input;
  const observed = new Map(input.observations.map((one) => [one.key, one]));
  const known = new Map(input.alerts.map((alert) => [alert.key, alert]));
  const moved: AlertRecord[] = [];
  const notify: NotifiedAlert[] = [];
  for (const key of new Set([...known.keys(), ...observed.keys()])) {
    const next = move(known.get(key), observed.get(key), times, now);
    if (next === null) continue;
    if (next !== "resolved") moved.push(next);
    else {
      const ended = known.get(key);
      // Nobody was told of the start, so nobody hears of the end.
      if (ended && ended.notifiedAt !== null) notify.push(notified(ended, "resolved"));
    }
  }
  const firing = new Set(moved.filter((one) => one.status === "firing").map((one) => one.rule));
  const firingKeys = moved.filter((one) => one.status === "firing").map((one) => one.key);
  const alerts = moved.map((alert) => {
    const silenced = isSilenced(alert.key, input.silences, now);
    const inhibited = isInhibited(alert, firing, firingKeys, input.inhibitions);
    const marked = { ...alert, silenced, inhibited };
    if (alert.status !== "firing" || silenced || inhibited) return marked;
    const kind = dueNotice(alert, times, now);
    if (!kind) return marked;
    notify.push(notified(marked, kind));
    return { ...marked, notifiedAt: now };
  });
  return { alerts, notify };
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
  if (verdict === "clear") return record ? cleared(record, times, now) : null;
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
  times: MachineTimes,
  now: number,
): AlertRecord | "resolved" | null {
  if (record.status === "pending") return null;
  const clearSince = Math.min(record.clearSince ?? now, now);
  if (now - clearSince >= times.clearMs) return "resolved";
  return { ...record, clearSince };
}

function dueNotice(
  alert: AlertRecord,
  times: MachineTimes,
  now: number,
): "firing" | "repeat" | null {
  if (alert.notifiedAt === null) return "firing";
  // What is clear already and only waits to be sure needs no reminder.
  return alert.clearSince === null && now - alert.notifiedAt >= times.repeatMs ? "repeat" : null;
}

/** Whether a silence covers an alert: its whole key, or the part before a colon. */
export function isSilenced(key: string, silences: readonly Silence[], now: number): boolean {
  return silences.some((one) =>
    one.until > now && (one.match === "*" || one.match === key || key.startsWith(`${one.match}:`))
  );
}

function isInhibited(
  alert: AlertRecord,
  firingRules: ReadonlySet<string>,
  firingKeys: readonly string[],
  inhibitions: Inhibitions,
): boolean {
  return Object.entries(inhibitions).some(([source, targets]) => {
    const active = firingRules.has(source) || firingKeys.includes(source);
    return active && source !== alert.key && source !== alert.rule &&
      (targets.includes(alert.rule) || targets.includes(alert.key));
  });
}

function notified(alert: AlertRecord, kind: NotifiedAlert["kind"]): NotifiedAlert {
  return {
    key: alert.key,
    rule: alert.rule,
    severity: alert.severity,
    summary: alert.summary,
    incident: alert.incident,
    since: new Date(alert.since).toISOString(),
    kind,
  };
}
