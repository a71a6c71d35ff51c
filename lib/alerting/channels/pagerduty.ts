import { runbookUrl } from "../runbook.ts";
import type { Channel, Notification, NotifiedAlert, SendResult } from "../port.ts";
import { postJson } from "./post.ts";

/** Where events go unless a test says otherwise. */
export const PAGERDUTY_EVENTS = "https://events.pagerduty.com/v2/enqueue";

/** PagerDuty's Events API v2: one event per alert, joined by the incident's own key. */
export function pagerdutyChannel(
  integrationKey: string,
  endpoint: string = PAGERDUTY_EVENTS,
): Channel {
  return {
    name: "pagerduty",
    severities: ["critical"],
    send: async (notification, signal) => {
      for (const alert of notification.alerts) {
        const body = JSON.stringify(pagerdutyEvent(integrationKey, notification, alert));
        // Sending an event again changes nothing there: `dedup_key` names the incident.
        const result: SendResult = await postJson(endpoint, body, {}, signal);
        if (!result.ok) return result;
      }
      return { ok: true };
    },
  };
}

/** The name of an incident there. */
export function dedupKeyOf(environment: string, key: string): string {
  return `${environment}/${key}`.slice(0, 255);
}

/** One event. */
export function pagerdutyEvent(
  integrationKey: string,
  notification: Notification,
  alert: NotifiedAlert,
): unknown {
  // Without the incident's time: instances that tell for themselves, because the store they share is
  // away, still open one incident there. A closed one does not catch a later trigger.
  const dedup = dedupKeyOf(notification.environment, alert.key);
  if (alert.kind === "resolved") {
    return { routing_key: integrationKey, event_action: "resolve", dedup_key: dedup };
  }
  const runbook = runbookUrl(notification.runbooks, alert.rule);
  const links = [
    ...URL.canParse(runbook) ? [{ href: runbook, text: "What to do" }] : [],
    ...alert.acknowledge === undefined ? [] : [{ href: alert.acknowledge, text: "Acknowledge" }],
  ];
  return {
    routing_key: integrationKey,
    event_action: "trigger",
    dedup_key: dedup,
    // On one's own machine the runbooks have no address that others can open.
    ...links.length > 0 ? { links } : {},
    payload: {
      summary: `[${notification.environment}] ${alert.summary}`.slice(0, 1_024),
      source: notification.instance || notification.environment,
      severity: "critical",
      timestamp: alert.since,
      component: alert.key.slice(0, 255),
      custom_details: { rule: alert.rule, runbook },
    },
  };
}
