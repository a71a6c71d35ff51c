/** A reply of Redis: simple strings keep their own type, because Upstash encodes them differently. */
export type Reply = { status: string } | { error: string } | string | number | null | Reply[];

/** A small RESP2 client over one connection, for the stand-in that sits in front of Redis. */
export class RespConnection {
  readonly #connection: Deno.Conn;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #buffer = new Uint8Array(0);
  #at = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
    this.#reader = connection.readable.getReader();
  }

  static async unix(path: string): Promise<RespConnection> {
    return new RespConnection(await Deno.connect({ transport: "unix", path }));
  }

  /** Sends commands in one write and reads their replies in order. */
  pipeline(commands: readonly (readonly string[])[]): Promise<Reply[]> {
    const run = async () => {
      await this.#write(commands.map(encode).join(""));
      const replies: Reply[] = [];
      for (const _ of commands) replies.push(await this.read());
      return replies;
    };
    const result = this.#queue.then(run, run);
    this.#queue = result.catch(() => {});
    return result;
  }

  async command(...words: string[]): Promise<Reply> {
    const [reply] = await this.pipeline([words]);
    return reply ?? null;
  }

  /** Reads one reply or push message. */
  async read(): Promise<Reply> {
    const line = await this.#line();
    const rest = line.slice(1);
    switch (line[0]) {
      case "+":
        return { status: rest };
      case "-":
        return { error: rest };
      case ":":
        return Number(rest);
      case "$":
        return Number(rest) < 0 ? null : await this.#bulk(Number(rest));
      case "*": {
        if (Number(rest) < 0) return null;
        const items: Reply[] = [];
        for (let i = 0; i < Number(rest); i++) items.push(await this.read());
        return items;
      }
      default:
        throw new Error(`Cannot read reply of type ${line[0]}`);
    }
  }

  async send(...words: string[]): Promise<void> {
    await this.#write(encode(words));
  }

  close(): void {
    try {
      this.#connection.close();
    } catch {
      // Already closed by the other side.
    }
  }

  async #write(text: string): Promise<void> {
    let bytes = new TextEncoder().encode(text);
    while (bytes.length > 0) bytes = bytes.subarray(await this.#connection.write(bytes));
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf(13, this.#at);
      if (end >= 0 && end + 1 < this.#buffer.length) {
        const text = new TextDecoder().decode(this.#buffer.subarray(this.#at, end));
        this.#at = end + 2;
        return text;
      }
      await this.#more();
    }
  }

  async #bulk(length: number): Promise<string> {
    while (this.#buffer.length - this.#at < length + 2) await this.#more();
    const text = new TextDecoder().decode(this.#buffer.subarray(this.#at, this.#at + length));
    this.#at += length + 2;
    return text;
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#reader.read();
    if (done || !value) throw new Error("Redis closed the connection");
    const rest = this.#buffer.subarray(this.#at);
    const joined = new Uint8Array(rest.length + value.length);
    joined.set(rest);
    joined.set(value, rest.length);
    this.#buffer = joined;
    this.#at = 0;
  }
}

function encode(words: readonly string[]): string {
  const parts = words.map((word) => `$${new TextEncoder().encode(word).length}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join("")}`;
}
