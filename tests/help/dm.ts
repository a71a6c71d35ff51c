/** A Dungeon Master as a program: a cookie and a way to send commands, without the client's code. */

export interface SentCommand {
  readonly id: string;
  readonly at: number;
  readonly seed: string;
  readonly command: Readonly<Record<string, unknown>> & { readonly type: string };
}

export interface Answer {
  readonly status: number;
  readonly version: number;
  /** `applied` or `repeated`, one a command. */
  readonly statuses: readonly string[];
}

/** A command with an id and dice of its own. */
export function newCommand(command: SentCommand["command"]): SentCommand {
  const seed = crypto.randomUUID().replaceAll("-", "");
  return { id: crypto.randomUUID(), at: Date.now(), seed, command };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

export class Dm {
  #cookie = "";

  /** Makes a fight; the first one makes this DM a guest with a cookie. */
  async create(origin: string, name: string): Promise<string> {
    const response = await this.#post(`${origin}/api/v1/encounters`, { name, edition: "2024" });
    const id = field(await response.json(), "id");
    const cookie = response.headers.get("set-cookie")?.split(";")[0];
    if (cookie !== undefined) this.#cookie = cookie;
    if (typeof id !== "string") throw new Error(`Cannot create a fight: ${response.status}`);
    return id;
  }

  /** The cookie that makes somebody this DM. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Sends a batch. @throws {TypeError} When the server is gone. */
  async send(origin: string, id: string, commands: readonly SentCommand[]): Promise<Answer> {
    const url = `${origin}/api/v1/encounters/${id}/commands`;
    const response = await this.#post(url, { sentAt: Date.now(), commands });
    const body: unknown = await response.json();
    const results = field(body, "results");
    return {
      status: response.status,
      version: Number(field(body, "version")),
      statuses: Array.isArray(results)
        ? results.map((result) => String(field(result, "status")))
        : [],
    };
  }

  #post(url: string, body: unknown): Promise<Response> {
    return fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: new URL(url).origin,
        ...this.#cookie === "" ? {} : { cookie: this.#cookie },
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
  }
}
