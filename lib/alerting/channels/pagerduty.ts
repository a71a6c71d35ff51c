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

/** One event. */
export function pagerdutyEvent(
  integrationKey: string,
  notification: Notification,
  alert: NotifiedAlert,
): unknown {
  // Without the incident's time: instances that tell for themselves, because the store they share is
  // away, still open one incident there. A closed one does not catch a later trigger.
  const dedup = `${notification.environment}/${alert.key}`.slice(0, 255);
  if (alert.kind === "resolved") {
    return { routing_key: integrationKey, event_action: "resolve", dedup_key: dedup };
  }
  const runbook = runbookUrl(notification.runbooks, alert.rule);
  return {
    routing_key: integrationKey,
    event_action: "trigger",
    dedup_key: dedup,
    // On one's own machine the runbooks have no address that others can open.
    ...URL.canParse(runbook) ? { links: [{ href: runbook, text: "What to do" }] } : {},
    payload: {
      summary: `[${notification.environment}] ${alert.summary}`.slice(0, 1_024),
      source: notification.environment,
      severity: "critical",
      timestamp: alert.since,
      component: alert.key.slice(0, 255),
      custom_details: { rule: alert.rule, runbook },
    },
  };
}
