import { runbookUrl } from "./runbook.ts";
import type { Notification, NotifiedAlert, Severity } from "./port.ts";

const ORDER: readonly Severity[] = ["critical", "warning", "ticket"];

/** One line that says what a notification is about. */
export function headline(notification: Notification): string {
  const firing = notification.alerts.filter((alert) => alert.kind !== "resolved");
  const resolved = notification.alerts.length - firing.length;
  const worst = ORDER.find((severity) => firing.some((alert) => alert.severity === severity));
  const names = notification.alerts.map((alert) => alert.key).slice(0, 3).join(", ");
  const more = notification.alerts.length > 3 ? `, +${notification.alerts.length - 3}` : "";
  const what = worst === undefined
    ? `${resolved} resolved`
    : resolved === 0
    ? `${firing.length} firing, ${worst}`
    : `${firing.length} firing, ${worst}; ${resolved} resolved`;
  return `[${notification.environment}] ${what}: ${names}${more}`;
}

/** A word for the state of one alert. */
export function stateWord(alert: NotifiedAlert): string {
  return alert.kind === "resolved"
    ? "resolved"
    : alert.kind === "repeat"
    ? "still firing"
    : "firing";
}

/** The whole notification as plain text. */
export function plainText(notification: Notification): string {
  const blocks = notification.alerts.map((alert) =>
    [
      `${stateWord(alert).toUpperCase()} (${alert.severity}): ${alert.key}`,
      alert.summary,
      `since ${alert.since}, told by ${notification.instance}`,
      `What to do: ${runbookUrl(notification.runbooks, alert.rule)}`,
      ...alert.acknowledge === undefined ? [] : [`Acknowledge: ${alert.acknowledge}`],
    ].join("\n")
  );
  return `${headline(notification)}\n\n${blocks.join("\n\n")}\n`;
}
