import { runbookUrl } from "../runbook.ts";
import type { Channel, Notification, NotifiedAlert } from "../port.ts";
import { headline, stateWord } from "../text.ts";
import { postJson } from "./post.ts";

/** Blocks that one message may hold, and characters that one text may have. */
const MAX_BLOCKS = 50;
const MAX_TEXT = 3_000;

const ICON: Readonly<Record<NotifiedAlert["kind"], string>> = {
  firing: "🔴",
  repeat: "🔴",
  resolved: "🟢",
};

/** Slack's incoming webhook. The webhook decides the channel; none can be chosen here. */
export function slackChannel(webhookUrl: string): Channel {
  return {
    name: "slack",
    severities: ["critical", "warning", "ticket"],
    send: (notification, signal) =>
      postJson(webhookUrl, JSON.stringify(slackMessage(notification)), {}, signal),
  };
}

/** The message: a plain-text fallback for notifications, and one block per alert. */
export function slackMessage(notification: Notification): unknown {
  const shown = notification.alerts.slice(0, MAX_BLOCKS - 2);
  const hidden = notification.alerts.length - shown.length;
  const blocks: unknown[] = [{
    type: "header",
    text: { type: "plain_text", text: cut(headline(notification), 150), emoji: false },
  }];
  for (const alert of shown) {
    const link = `<${runbookUrl(notification.runbooks, alert.rule)}|What to do>`;
    const text = `${ICON[alert.kind]} *${stateWord(alert)}* (${alert.severity}) ` +
      `${escapeSlack(alert.key)}\n${escapeSlack(cut(alert.summary, 2_000))}\n` +
      `since ${alert.since}, told by ${escapeSlack(notification.instance)} · ${link}` +
      (alert.acknowledge === undefined ? "" : ` · <${alert.acknowledge}|Acknowledge>`);
    blocks.push({ type: "section", text: { type: "mrkdwn", text: cut(text, MAX_TEXT) } });
  }
  if (hidden > 0) {
    blocks.push({
      type: "section",
      text: { type: "plain_text", text: `and ${hidden} more, see deno task alerts status` },
    });
  }
  return { text: escapeSlack(cut(headline(notification), MAX_TEXT)), blocks };
}

/**
 * Takes the meaning out of text that Slack would format: `&`, `<` and `>` carry links, mentions
 * and `<!channel>`; the rest would only change the look, and gets an invisible joiner before it.
 */
export function escapeSlack(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[*~`]/g, "\u2060$&")
    .replace(/@(?=(?:channel|here|everyone)\b)/gi, "@\u2060");
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
