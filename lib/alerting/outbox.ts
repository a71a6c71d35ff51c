import type { Log } from "@/lib/log.ts";
import type { AlertDocument, OutboxMessage } from "./document.ts";
import { updateDocument } from "./document.ts";
import type { AlertStore, Channel, Notification, NotifiedAlert, SendResult } from "./port.ts";

/** Longest wait for one attempt on one channel. */
export const SEND_TIMEOUT_MS = 5_000;
/** A message is given up after this long: an alert from yesterday helps nobody. */
const GIVE_UP_MS = 24 * 3_600_000;
const FIRST_RETRY_MS = 5_000;
const MAX_RETRY_MS = 5 * 60_000;
const FAR_FUTURE_MS = 3_600_000;
const MAX_GIVEN_UP = 50;
const MAX_OUTBOX = 500;

/** Adds one message per channel that carries any of the alerts; returns the new document. */
export function enqueue(
  document: AlertDocument,
  alerts: readonly NotifiedAlert[],
  channels: readonly Channel[],
  now: number,
  newId: () => string,
): AlertDocument {
  if (alerts.length === 0) return document;
  const messages = channels.flatMap((channel): OutboxMessage[] => {
    const carried = alerts.filter((alert) =>
      channel.severities.includes(alert.severity) &&
      // PagerDuty reminds people by itself; a second trigger would only be noise there.
      !(channel.name === "pagerduty" && alert.kind === "repeat")
    );
    if (carried.length === 0) return [];
    return [{
      id: newId(),
      channel: channel.name,
      alerts: carried,
      createdAt: now,
      attempts: 0,
      nextAttemptAt: now,
      claimedUntil: 0,
      lastError: "",
    }];
  });
  const outbox = [...document.outbox, ...messages];
  return { ...document, outbox: outbox.slice(-MAX_OUTBOX) };
}

/** What sending needs from outside. */
export interface DispatchOptions {
  readonly store: AlertStore;
  readonly channels: readonly Channel[];
  readonly environment: string;
  readonly instance: string;
  readonly runbooks: string;
  readonly ackAddress?: (incident: string) => string | undefined;
  readonly now: () => number;
  readonly random?: () => number;
  readonly timeoutMs?: number;
  readonly log?: Log;
}

/**
 * Sends what is due: all channels side by side, each in its own order, so that a hung channel
 * delays nobody and nobody hears of an end before the beginning. Returns how many were sent.
 */
export async function dispatch(options: DispatchOptions): Promise<number> {
  const counts = await Promise.all(
    options.channels.map((channel) => dispatchChannel(channel, options)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function dispatchChannel(channel: Channel, options: DispatchOptions): Promise<number> {
  let sent = 0;
  for (;;) {
    const message = await claimFirst(channel, options);
    if (!message) return sent;
    const result = await attempt(channel, message, options);
    await settle(message, result, options);
    if (!result.ok) return sent;
    sent += 1;
  }
}

/** Takes the channel's oldest message when it is due and nobody else is sending it. */
function claimFirst(channel: Channel, options: DispatchOptions): Promise<OutboxMessage | null> {
  return updateDocument(options.store, (document) => {
    const now = options.now();
    const first = document.outbox.find((message) => message.channel === channel.name);
    if (!first || waits(first.nextAttemptAt, now) || waits(first.claimedUntil, now)) return null;
    const limit = (options.timeoutMs ?? SEND_TIMEOUT_MS) + 5_000;
    const claimed = { ...first, attempts: first.attempts + 1, claimedUntil: now + limit };
    return { document: replaced(document, claimed), value: claimed };
  });
}

/** A time in the far future can only come from a clock that was wrong by hours. */
function waits(until: number, now: number): boolean {
  return until > now && until - now <= FAR_FUTURE_MS;
}

async function attempt(
  channel: Channel,
  message: OutboxMessage,
  options: DispatchOptions,
): Promise<SendResult> {
  const limit = options.timeoutMs ?? SEND_TIMEOUT_MS;
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<SendResult>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve({ ok: false, retry: true, reason: `no answer within ${limit} ms` });
    }, limit);
  });
  const { environment, instance, runbooks } = options;
  const notification: Notification = {
    id: message.id,
    environment,
    instance,
    alerts: message.alerts.map((alert) => withAddress(alert, options)),
    runbooks,
  };
  try {
    return await Promise.race([channel.send(notification, abort.signal), late]);
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    return { ok: false, retry: true, reason };
  } finally {
    clearTimeout(timer);
  }
}

/** Made with each attempt: a message that waited for hours still carries an address that works. */
function withAddress(alert: NotifiedAlert, { ackAddress }: DispatchOptions): NotifiedAlert {
  const acknowledge = alert.kind === "resolved" ? undefined : ackAddress?.(alert.incident);
  return acknowledge === undefined ? alert : { ...alert, acknowledge };
}

async function settle(
  message: OutboxMessage,
  result: SendResult,
  options: DispatchOptions,
): Promise<void> {
  const now = options.now();
  const giveUp = !result.ok && (!result.retry || now - message.createdAt > GIVE_UP_MS);
  if (!result.ok) {
    const { channel, attempts } = message;
    const fields = { channel, attempts, reason: result.reason };
    if (giveUp) options.log?.error("alert given up", fields);
    else options.log?.warn("alert not sent, will retry", fields);
  }
  await updateDocument(options.store, (document) => {
    const without = document.outbox.filter((candidate) => candidate.id !== message.id);
    if (result.ok) return { document: { ...document, outbox: without }, value: true };
    if (giveUp) {
      const lost = { id: message.id, channel: message.channel, at: now, reason: result.reason };
      const givenUp = [...document.givenUp, lost].slice(-MAX_GIVEN_UP);
      return { document: { ...document, outbox: without, givenUp }, value: true };
    }
    const waiting: OutboxMessage = {
      ...message,
      claimedUntil: 0,
      lastError: result.reason.slice(0, 200),
      nextAttemptAt: now + backoff(message.attempts, result, options.random ?? Math.random),
    };
    return { document: replaced(document, waiting), value: true };
  });
}

/** Doubling waits with jitter, or what the other side asked for. */
function backoff(
  attempts: number,
  result: SendResult & { ok: false },
  random: () => number,
): number {
  const doubled = FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10);
  const jittered = Math.min(MAX_RETRY_MS, doubled) * (0.5 + random() / 2);
  return Math.round(Math.max(jittered, Math.min(result.retryAfterMs ?? 0, MAX_RETRY_MS)));
}

function replaced(document: AlertDocument, message: OutboxMessage): AlertDocument {
  return {
    ...document,
    outbox: document.outbox.map((item) => item.id === message.id ? message : item),
  };
}
