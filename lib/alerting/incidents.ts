import type { AlertRecord, Incident } from "./document.ts";
import type { StepResult } from "./machine.ts";
import type { ToldIncident } from "./port.ts";
import { EXPLAINS_MS } from "./told_errors.ts";

/** Incidents that are remembered at most, and entries of one timeline. */
const MOST_INCIDENTS = 100;
const MOST_EVENTS = 50;

type Event = Incident["events"][number];

/** The incidents after one evaluation: new ones, what was told of them, and which are over. */
export function recordStep(
  incidents: readonly Incident[],
  { alerts, ended, notify }: StepResult,
  now: number,
): Incident[] {
  const known = new Map(incidents.map((item) => [item.incident, item]));
  for (const alert of alerts) {
    if (alert.status !== "firing") continue;
    const before = known.get(alert.incident);
    const told = notify.find((notifiedAlert) =>
      notifiedAlert.incident === alert.incident && notifiedAlert.kind !== "resolved"
    );
    const events: Event[] = [
      ...before === undefined ? [{ at: now, what: "fires" as const }] : [],
      ...quietEvents(alert, before, now),
      ...told === undefined
        ? []
        : [{ at: now, what: told.kind === "repeat" ? "reminded" as const : "told" as const }],
    ];
    if (before !== undefined && events.length === 0 && before.summary === alert.summary) continue;
    known.set(alert.incident, {
      incident: alert.incident,
      key: before?.key ?? alert.key,
      rule: before?.rule ?? alert.rule,
      severity: alert.severity,
      summary: alert.summary,
      startedAt: before?.startedAt ?? alert.since,
      endedAt: null,
      events: [...before?.events ?? [], ...events].slice(-MOST_EVENTS),
    });
  }
  for (const alert of ended) {
    const before = known.get(alert.incident);
    if (before === undefined) continue;
    const events: Event[] = [...before.events, { at: now, what: "resolved" }];
    known.set(alert.incident, { ...before, endedAt: now, events: events.slice(-MOST_EVENTS) });
  }
  return [...known.values()].slice(-MOST_INCIDENTS);
}

/** Why people are not told, when that is new. */
function quietEvents(alert: AlertRecord, before: Incident | undefined, now: number): Event[] {
  const what = alert.silenced ? "silenced" : alert.inhibited ? "part of another" : undefined;
  const last = before?.events.findLast((candidate) => candidate.what !== "reminded")?.what;
  return what === undefined || last === what ? [] : [{ at: now, what }];
}

/** Adds one entry to the timeline of an incident. */
export function withEvent(incidents: readonly Incident[], id: string, event: Event): Incident[] {
  return incidents.map((item) =>
    item.incident === id ? { ...item, events: [...item.events, event].slice(-MOST_EVENTS) } : item
  );
}

/** What makes an incident one that people know of: who silences it knows of it too. */
const KNOWN_BY: readonly Event["what"][] = ["told", "reminded", "silenced"];

/**
 * What is over, was known to people, and may still explain what the windows of the rules hold. An
 * incident that was kept quiet as a part of another explains nothing: failures after the other's
 * end would be told to nobody.
 */
export function toldIncidents(incidents: readonly Incident[], now: number): ToldIncident[] {
  return incidents.flatMap(({ key, rule, startedAt, endedAt, events }) =>
    endedAt === null || now - endedAt > EXPLAINS_MS ||
      !events.some(({ what }) => KNOWN_BY.includes(what))
      ? []
      : [{ key, rule, startedAt, endedAt }]
  );
}
