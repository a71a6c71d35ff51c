import { z } from "zod";
import type { Log } from "@/lib/log.ts";
import type { KeyValue, KeyValueStore } from "@/lib/store/ports/kv_store.ts";
import type { Email, Mailer, MailMeter } from "./port.ts";

const WAITING = "mail/waiting/";
const DEAD = "mail/dead/";
const MINUTE = 60_000;
/** When a letter is tried again, by how often it was tried; given up after the last. */
const RETRY_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 3 * 60 * MINUTE, 6 * 60 * MINUTE];
/** Nobody else takes a letter for so long while it is being sent. */
const CLAIM_MS = 2 * MINUTE;
/** What is done in one go; the rest waits for the next. */
const BATCH = 100;
/** Letters nobody could send are kept so long for a person to look at. */
const DEAD_KEPT_MS = 30 * 24 * 60 * MINUTE;

const entry = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  queuedAt: z.number(),
  nextAt: z.number(),
  attempts: z.number().int(),
  failure: z.string().default(""),
});
type Entry = z.output<typeof entry>;

export interface OutboxDeps {
  readonly values: KeyValueStore;
  /** Undefined where nothing can be sent: letters are dropped then. */
  readonly mailer: Mailer | undefined;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly meter?: MailMeter;
}

/** What a round did. */
export interface Delivered {
  readonly sent: number;
  readonly later: number;
  readonly given: number;
}

/** A letter that could not be sent, without its text. */
export interface DeadLetter {
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly queuedAt: number;
  readonly failure: string;
}

/**
 * Letters on their way. Each is kept in the store until the mail server has it, so that neither a
 * crash nor a server that is away loses one; a letter may arrive twice, with one message id.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #stop = new AbortController();
  #delivering: Promise<Delivered> | undefined;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** Whether letters reach anybody. */
  get delivers(): boolean {
    return this.#deps.mailer !== undefined;
  }

  /**
   * Takes a letter; resolves when it is kept, and sends it in the background. One to nobody is
   * kept as well and dropped then, so that nothing can be told from the time that it takes. One of
   * an `id` that waits already is the same letter.
   */
  async put(
    email: Pick<Email, "subject" | "text" | "html"> & { readonly to: string },
    id: string = crypto.randomUUID(),
  ) {
    const { values, now } = this.#deps;
    const at = now();
    const value: Entry = {
      to: email.to,
      subject: email.subject,
      text: email.text,
      html: email.html ?? "",
      queuedAt: at,
      nextAt: at,
      attempts: 0,
      failure: "",
    };
    await values.put(`${WAITING}${id}`, value, 0);
    void this.deliver().catch((error) => this.#deps.log.warn("mail waits", { error }));
  }

  /** Sends what is due. Rounds of one process never overlap. */
  deliver(signal: AbortSignal = this.#stop.signal): Promise<Delivered> {
    this.#delivering ??= this.#round(AbortSignal.any([signal, this.#stop.signal])).finally(() => {
      this.#delivering = undefined;
    });
    return this.#delivering;
  }

  /** Stops sending; what was not sent waits in the store. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#delivering?.catch(() => {});
  }

  async #round(signal: AbortSignal): Promise<Delivered> {
    const done = { sent: 0, later: 0, given: 0 };
    let after: string | undefined;
    for (;;) {
      const page = await this.#deps.values.list(WAITING, BATCH, after);
      for (const kept of page) {
        if (signal.aborted) return done;
        const result = await this.#one(kept, signal);
        if (result !== null) done[result]++;
      }
      after = page.at(-1)?.key;
      if (page.length < BATCH) return done;
    }
  }

  async #one(
    { key, value, version }: KeyValue,
    signal: AbortSignal,
  ): Promise<keyof Delivered | null> {
    const { values, mailer, now } = this.#deps;
    const letter = entry.parse(value);
    if (letter.nextAt > now()) return null;
    // Claimed before it is sent: of several instances one sends it.
    const claimed = { ...letter, nextAt: now() + CLAIM_MS };
    const claim = await values.put(key, claimed, version);
    if (claim.kind !== "saved") return null;
    if (letter.to === "" || mailer === undefined) {
      await values.delete(key, claim.version);
      return null;
    }
    const messageId = key.slice(WAITING.length);
    const { to, subject, text, html } = letter;
    const sent = await mailer.send({ to: [to], subject, text, html, messageId }, signal)
      .catch(() => ({ ok: false as const, retry: true, reason: "stopped" }));
    if (sent.ok) {
      await values.delete(key, claim.version);
      this.#deps.meter?.letter("sent");
      return "sent";
    }
    return await this.#failed(key, claim.version, letter, sent);
  }

  async #failed(
    key: string,
    version: number,
    letter: Entry,
    { retry, reason }: { readonly retry: boolean; readonly reason: string },
  ): Promise<"later" | "given"> {
    const { values, now, log, meter } = this.#deps;
    const wait = RETRY_MS[letter.attempts];
    if (retry && wait !== undefined) {
      const next = { ...letter, attempts: letter.attempts + 1, nextAt: now() + wait };
      await values.put(key, { ...next, failure: reason }, version);
      meter?.letter("retry");
      return "later";
    }
    // A refused address is its owner's business; a letter that never found a server is ours.
    const name = key.slice(WAITING.length);
    if (retry) await values.put(DEAD + name, { ...letter, failure: reason }, 0);
    await values.delete(key, version);
    log.warn("mail given up", { letter: name, reason, attempts: letter.attempts + 1 });
    meter?.letter(retry ? "dead" : "refused");
    return "given";
  }

  /** Letters that were given up though nobody refused them. */
  async dead(limit = BATCH): Promise<readonly DeadLetter[]> {
    const kept = await this.#deps.values.list(DEAD, limit);
    return kept.map(({ key, value }) => {
      const { to, subject, queuedAt, failure } = entry.parse(value);
      return { key: key.slice(DEAD.length), to, subject, queuedAt, failure };
    });
  }

  /** Puts a dead letter back among those that wait; false when there is none of that key. */
  async retry(key: string): Promise<boolean> {
    const { values, now } = this.#deps;
    const kept = await values.get(DEAD + key);
    if (kept === null) return false;
    const value = { ...entry.parse(kept.value), attempts: 0, nextAt: now() };
    await values.put(WAITING + key, value, 0);
    return await values.delete(DEAD + key, kept.version);
  }

  /** Releases a dead letter. */
  async drop(key: string): Promise<boolean> {
    const kept = await this.#deps.values.get(DEAD + key);
    return kept !== null && await this.#deps.values.delete(DEAD + key, kept.version);
  }

  /**
   * The work of the job: sends what is due and drops what has been dead for long.
   *
   * @throws While there are dead letters, so that the job's alert says so.
   */
  async work(signal: AbortSignal): Promise<string> {
    const { sent, later, given } = await this.deliver(signal);
    const dead = await this.#deps.values.list(DEAD, BATCH);
    let left = 0;
    for (const { key, value, version } of dead) {
      const old = this.#deps.now() - entry.parse(value).queuedAt > DEAD_KEPT_MS;
      if (old) await this.#deps.values.delete(key, version);
      else left++;
    }
    if (left > 0) throw new Error(`${left} letters could not be sent: see deno task mail`);
    return `${sent} letters sent, ${later} tried again later, ${given} given up`;
  }
}
