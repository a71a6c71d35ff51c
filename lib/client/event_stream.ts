/** A stream of server-sent events that comes back by itself. Shared by both clients; small. */
import type { ClientEnvironment } from "./environment.ts";
import { isPlain } from "./wire.ts";

export interface StreamOptions {
  readonly url: string;
  /** What the server is told to go on from. */
  readonly lastId: () => string;
  readonly onEvent: (event: string, data: string, id: string) => void;
  readonly onState: (state: "open" | "lost" | "refused" | "gone") => void;
  /** The server has no room for another stream, and why; it is asked again after a while. */
  readonly onHeld?: ((reason: string) => void) | undefined;
}

export interface EventStream {
  close(): void;
}

/** While the line was lost so shortly, it is tried again at once: a server restarts in seconds. */
const EAGER_MS = 20_000;
const SLOWEST_MS = 4_000;
/** Who was told that there are too many waits so long at least. */
const HELD_MS = 5_000;
/** The server is heard every 15 s; twice missed means that nobody is there. */
const SILENCE_MS = 35_000;
/** A line that was heard so recently is believed when the page comes back to the front. */
const FRESH_MS = 16_000;

/** Opens the stream and keeps it open until `close`. */
export function openStream(env: ClientEnvironment, options: StreamOptions): EventStream {
  let abort = new AbortController();
  let cancelTimer = () => {};
  let cancelWatch = () => {};
  let closed = false;
  let lostAt = 0;
  let tries = 0;
  let heardAt = 0;
  let held = false;

  function watch(): void {
    cancelWatch();
    heardAt = env.now();
    cancelWatch = env.later(restart, SILENCE_MS);
  }

  function restart(): void {
    abort.abort();
    cancelTimer();
    if (!closed) connect();
  }

  function lost(): void {
    cancelWatch();
    if (closed) return;
    if (lostAt === 0) lostAt = env.now();
    options.onState("lost");
    const eager = env.now() - lostAt < EAGER_MS;
    if (held) {
      cancelTimer = env.later(connect, HELD_MS * (1 + env.chance()));
      return;
    }
    const most = eager ? 150 : Math.min(SLOWEST_MS, 300 * 2 ** Math.min(tries++, 5));
    cancelTimer = env.later(connect, 50 + most * env.chance());
  }

  async function connect(): Promise<void> {
    const mine = abort = new AbortController();
    try {
      const lastId = options.lastId();
      const response = await env.fetch(options.url, {
        headers: { accept: "text/event-stream", ...lastId && { "last-event-id": lastId } },
        signal: mine.signal,
      });
      const { status, body } = response;
      if (status === 404 || status === 410 || status === 401 || status === 403) {
        await body?.cancel();
        return options.onState(status === 404 || status === 410 ? "gone" : "refused");
      }
      if (status === 429) {
        const told: unknown = await response.json();
        if (!held && isPlain(told) && typeof told["detail"] === "string") {
          options.onHeld?.(told["detail"]);
        }
        held = true;
      }
      if (status !== 200 || body === null) throw new Error(`Cannot listen: ${status}`);
      watch();
      await read(body, mine.signal);
    } catch {
      // Whatever went wrong, the answer is the same: try again.
    }
    if (abort === mine && !mine.signal.aborted) lost();
  }

  async function read(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    const reader = body.getReader();
    signal.addEventListener("abort", () => reader.cancel().catch(() => {}), { once: true });
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      watch();
      const frames = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) take(frame);
    }
  }

  function take(frame: string): void {
    const field = (name: string) =>
      frame.split("\n").find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1) ?? "";
    if (!/^data:/m.test(frame)) return;
    const event = field("event");
    if (event === "hello") {
      lostAt = tries = 0;
      held = false;
      options.onState("open");
    }
    options.onEvent(event, field("data"), field("id"));
  }

  const stopLine = env.onLine((line) => {
    if (closed) return;
    if (line === "cut") {
      abort.abort();
      cancelTimer();
      cancelWatch();
      lostAt ||= env.now();
      options.onState("lost");
    } else if (lostAt !== 0 || env.now() - heardAt > FRESH_MS) restart();
  });

  connect();
  return {
    close() {
      closed = true;
      stopLine();
      cancelTimer();
      cancelWatch();
      abort.abort();
    },
  };
}
