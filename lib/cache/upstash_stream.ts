import { clearInterval, setInterval } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { WakeupEvent } from "./port.ts";

const Message = z.object({
  from: z.string(),
  encounterId: z.string().optional(),
  version: z.number().int().nonnegative().optional(),
  news: z.string().optional(),
});

/** What the stream needs; `ping` publishes on the same channel. */
export interface WakeupStreamOptions {
  readonly url: string;
  readonly token: string;
  readonly channel: string;
  readonly instance: string;
  readonly ping: (message: string) => Promise<void>;
  readonly log: (message: string) => void;
  /** Silence after which the line counts as dead, and a third of it between own pings. */
  readonly silenceMs?: number;
}

const MAX_LINE = 64 * 1024;

/**
 * Listens to one channel through Upstash's server-sent events. The SDK's own subscriber ends
 * without a word when its connection does, so this reads the stream itself: it knows when the line
 * is cut, reconnects with jittered backoff, and sends itself a ping to notice a half-open line.
 */
export class WakeupStream {
  readonly #options: WakeupStreamOptions;
  readonly #listeners = new Set<(event: WakeupEvent) => void>();
  readonly #silenceMs: number;
  #running: AbortController | undefined;
  #live = false;
  #heardAt = 0;

  constructor(options: WakeupStreamOptions) {
    this.#options = options;
    this.#silenceMs = options.silenceMs ?? 30_000;
  }

  get live(): boolean {
    return this.#live;
  }

  subscribe(listener: (event: WakeupEvent) => void): () => void {
    const own = (event: WakeupEvent) => listener(event);
    this.#listeners.add(own);
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#run(this.#running.signal);
    }
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#live = false;
  }

  async #run(stop: AbortSignal): Promise<void> {
    for (let attempt = 0; !stop.aborted; attempt++) {
      const line = new AbortController();
      const signal = AbortSignal.any([stop, line.signal]);
      const watch = this.#watch(line);
      try {
        await this.#listen(signal, () => {
          attempt = 0;
        });
      } catch (error) {
        if (!stop.aborted) this.#options.log(`wake-up line lost: ${nameOf(error)}`);
      } finally {
        clearInterval(watch);
        line.abort();
      }
      if (stop.aborted) return;
      if (this.#live) {
        this.#live = false;
        this.deliver({ type: "gap" });
      }
      const wait = Math.min(5_000, 100 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random());
      await sleep(wait, undefined, { signal: stop, ref: false }).catch(() => {});
    }
  }

  /** Pings through the channel and cuts the line when nothing at all comes back. */
  #watch(line: AbortController): ReturnType<typeof setInterval> {
    this.#heardAt = Date.now();
    return setInterval(() => {
      if (Date.now() - this.#heardAt > this.#silenceMs) return line.abort();
      // A failing ping is no news: the silence will tell.
      this.#options.ping(JSON.stringify({ from: this.#options.instance })).catch(() => {});
    }, this.#silenceMs / 3).unref();
  }

  async #listen(signal: AbortSignal, connected: () => void): Promise<void> {
    const response = await fetch(
      `${this.#options.url.replace(/\/$/, "")}/subscribe/${
        encodeURIComponent(this.#options.channel)
      }`,
      {
        method: "POST",
        headers: {
          authorization: `Bearer ${this.#options.token}`,
          accept: "text/event-stream",
        },
        signal,
      },
    );
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`HTTP ${response.status}`);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    while (true) {
      const { value, done } = await reader.read();
      if (done) throw new Error("end of stream");
      this.#heardAt = Date.now();
      rest += value;
      if (rest.length > MAX_LINE) throw new Error("line too long");
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#take(line.trim(), connected);
    }
  }

  /** One line: `data: subscribe,CHANNEL,1` or `data: message,CHANNEL,TEXT`. */
  #take(line: string, connected: () => void): void {
    if (!line.startsWith("data:")) return;
    const data = line.slice(5).trimStart();
    const type = data.slice(0, data.indexOf(","));
    if (type === "subscribe") {
      connected();
      this.#live = true;
      // Whatever happened before this moment was not heard here.
      this.deliver({ type: "gap" });
      return;
    }
    if (type !== "message") return;
    const start = data.indexOf(",", type.length + 1);
    const message = parse(data.slice(start + 1));
    if (!message || message.from === this.#options.instance) return;
    if (message.encounterId === undefined || message.version === undefined) return;
    const { encounterId, version, news } = message;
    this.deliver({ type: "wakeup", encounterId, version, ...news === undefined ? {} : { news } });
  }

  /** Hands an event to the listeners of this process; one that throws harms no other. */
  deliver(event: WakeupEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#options.log(`wake-up listener failed: ${nameOf(error)}`);
      }
    }
  }
}

function parse(text: string): z.infer<typeof Message> | undefined {
  try {
    const result = Message.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}
