import type { Mailer } from "@/lib/email/port.ts";
import { emailChannel } from "./channels/email.ts";
import { pagerdutyChannel } from "./channels/pagerduty.ts";
import { slackChannel } from "./channels/slack.ts";
import { webhookChannel } from "./channels/webhook.ts";
import type { Channel, Severity } from "./port.ts";

/** The part of the configuration that says whom to tell. */
export interface ChannelSettings {
  readonly SLACK_WEBHOOK_URL: string | undefined;
  readonly ALERT_EMAILS: readonly string[] | undefined;
  readonly PAGERDUTY_INTEGRATION_KEY: string | undefined;
  readonly PAGERDUTY_EVENTS_URL: string;
  readonly ALERT_WEBHOOK_URL: string | undefined;
  readonly ALERT_WEBHOOK_SECRET: string | undefined;
  /** The severities of a channel that is not to carry the ones it is built for. */
  readonly ALERT_ROUTES: ReadonlyMap<string, readonly Severity[]> | undefined;
}

/** The channels that are configured; none is a choice that the configuration checks. */
export function channelsOf(settings: ChannelSettings, mailer: Mailer | undefined): Channel[] {
  const channels: Channel[] = [];
  if (settings.PAGERDUTY_INTEGRATION_KEY !== undefined) {
    const { PAGERDUTY_INTEGRATION_KEY, PAGERDUTY_EVENTS_URL } = settings;
    channels.push(pagerdutyChannel(PAGERDUTY_INTEGRATION_KEY, PAGERDUTY_EVENTS_URL));
  }
  if (settings.SLACK_WEBHOOK_URL !== undefined) {
    channels.push(slackChannel(settings.SLACK_WEBHOOK_URL));
  }
  if (settings.ALERT_EMAILS !== undefined && mailer) {
    channels.push(emailChannel(mailer, settings.ALERT_EMAILS));
  }
  const { ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET } = settings;
  if (ALERT_WEBHOOK_URL !== undefined && ALERT_WEBHOOK_SECRET !== undefined) {
    channels.push(webhookChannel(ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET));
  }
  const routes = settings.ALERT_ROUTES;
  return channels.map((channel) => {
    const severities = routes?.get(channel.name);
    return severities === undefined ? channel : { ...channel, severities };
  });
}

/** Pings the dead-man's switch; throws when it does not take the ping. */
export async function pingDeadman(url: string): Promise<void> {
  const response = await fetch(url, { method: "POST", signal: AbortSignal.timeout(5_000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}
