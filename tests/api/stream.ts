/** Reads a stream of server-sent events as a test needs it. */
export interface Received {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

export class Listener {
  readonly events: Received[] = [];
  /** Every byte that arrived, as text. */
  text = "";
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #reading: Promise<void>;
  #waiting: (() => void)[] = [];
  ended = false;

  constructor(response: Response) {
    if (response.body === null) throw new RangeError("Cannot listen: there is no stream");
    this.#reader = response.body.getReader();
    this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await this.#reader.read().catch(() => ({
        done: true,
        value: undefined,
      }));
      if (done || value === undefined) break;
      const text = decoder.decode(value, { stream: true });
      this.text += text;
      const frames = (rest + text).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) this.#take(frame);
      this.#wake();
    }
    this.ended = true;
    this.#wake();
  }

  #take(frame: string): void {
    const fields = new Map(
      frame.split("\n").map((line) => {
        const at = line.indexOf(":");
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    );
    const data = fields.get("data");
    if (data === undefined) return;
    this.events.push({ event: fields.get("event") ?? "message", id: fields.get("id"), data });
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }

  /** Waits until `when` holds; throws after `ms`. */
  async until(when: (events: readonly Received[]) => boolean, ms = 5000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!when(this.events)) {
      if (this.ended || Date.now() > deadline) {
        throw new Error(`Cannot wait longer: ${this.events.length} events came`);
      }
      let timer: ReturnType<typeof setTimeout> | undefined;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        timer = setTimeout(resolve, Math.max(1, deadline - Date.now()));
      });
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => {});
    await this.#reading;
  }
}
