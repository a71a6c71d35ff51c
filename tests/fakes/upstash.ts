import { createHash } from "node:crypto";
import { type RedisServer, startRedis } from "./redis_server.ts";
import { type Reply, RespConnection } from "./resp.ts";

/** Ways in which the real service fails. */
export type UpstashFault =
  | { kind: "hang" }
  | { kind: "slow"; ms: number }
  | { kind: "status"; status: number; body: string }
  | { kind: "truncated" };

/** Upstash's REST interface in front of a real Redis. */
export interface UpstashStandIn {
  readonly url: string;
  readonly token: string;
  readonly redis: RedisServer;
  /** Requests that arrived, faults that were carried out, streams that are open. */
  readonly seen: { requests: number; faults: number; streams: number; refused: number };
  /** Fails every request like this until told otherwise. */
  fail(fault: UpstashFault | undefined): void;
  /** Ends all event streams, as a deploy of the service does. */
  cutStreams(): void;
  close(): Promise<void>;
}

const MAX_BODY = 1024 * 1024;
const FORBIDDEN = new Set(["CONFIG", "DEBUG", "SHUTDOWN", "BLPOP", "SUBSCRIBE", "MULTI", "EXEC"]);

/** Starts Redis and the REST interface on a free port. */
export async function startUpstash(): Promise<UpstashStandIn> {
  const redis = await startRedis();
  const proxy = new Proxy(redis, crypto.randomUUID());
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => proxy.handle(request),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    token: proxy.token,
    redis,
    seen: proxy.seen,
    fail: (fault) => proxy.fail(fault),
    cutStreams: () => proxy.cutStreams(),
    close: async () => {
      proxy.fail(undefined);
      proxy.cutStreams();
      proxy.disconnect();
      await server.shutdown();
      await redis.close();
    },
  };
}

class Proxy {
  readonly seen = { requests: 0, faults: 0, streams: 0, refused: 0 };
  readonly #streams = new Set<() => void>();
  readonly #scripts = new Map<string, string>();
  #connection: Promise<RespConnection> | undefined;
  #fault: UpstashFault | undefined;
  #release: (() => void)[] = [];

  constructor(readonly redis: RedisServer, readonly token: string) {}

  fail(fault: UpstashFault | undefined): void {
    this.#fault = fault;
    for (const release of this.#release.splice(0)) release();
  }

  cutStreams(): void {
    for (const cut of [...this.#streams]) cut();
  }

  disconnect(): void {
    this.#connection?.then((connection) => connection.close(), () => {});
    this.#connection = undefined;
  }

  async handle(request: Request): Promise<Response> {
    this.seen.requests += 1;
    const failed = await this.#failure();
    if (failed) return failed;
    const url = new URL(request.url);
    const token = request.headers.get("authorization")?.replace(/^Bearer /i, "") ??
      url.searchParams.get("_token");
    if (token !== this.token) {
      return this.#refuse(401, "WRONGPASS invalid or missing auth token");
    }
    const body = await request.text();
    if (body.length > MAX_BODY) {
      return this.#refuse(413, "ERR max request size exceeded. Limit: 1048576 bytes");
    }
    const base64 = request.headers.get("upstash-encoding") === "base64";
    try {
      return await this.#route(url.pathname, body, base64, request.method);
    } catch {
      this.disconnect();
      return this.#refuse(500, "ERR internal error");
    }
  }

  async #failure(): Promise<Response | undefined> {
    const fault = this.#fault;
    if (!fault) return undefined;
    this.seen.faults += 1;
    if (fault.kind === "slow") {
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return undefined;
    }
    if (fault.kind === "hang") {
      await new Promise<void>((resolve) => this.#release.push(resolve));
      return new Response(null, { status: 504 });
    }
    if (fault.kind === "status") return new Response(fault.body, { status: fault.status });
    return new Response('{"resul', { headers: { "content-type": "application/json" } });
  }

  #refuse(status: number, error: string): Response {
    this.seen.refused += 1;
    return Response.json({ error }, { status });
  }

  async #route(path: string, body: string, base64: boolean, method: string): Promise<Response> {
    const parts = path.split("/").filter((part) => part !== "").map(decodeURIComponent);
    if (parts[0] === "subscribe" && parts[1]) return this.#subscribe(parts[1]);
    if (parts[0] === "pipeline" || parts[0] === "multi-exec") {
      const commands = commandList(JSON.parse(body));
      if (!commands) return this.#refuse(400, "ERR failed to parse pipeline request");
      return this.#many(commands, base64, parts[0] === "multi-exec");
    }
    const command = parts.length > 0
      ? [...parts, ...(method === "POST" && body ? [body] : [])]
      : words(JSON.parse(body));
    if (!command) return this.#refuse(400, "ERR failed to parse command");
    const [reply] = await this.#send([command]);
    const answer = wire(reply ?? null, base64);
    if ("error" in answer) return this.#refuse(400, String(answer.error));
    return Response.json(answer);
  }

  async #many(commands: string[][], base64: boolean, atomic: boolean): Promise<Response> {
    if (!atomic) {
      const replies = await this.#send(commands);
      return Response.json(replies.map((reply) => wire(reply, base64)));
    }
    const replies = await this.#send([["MULTI"], ...commands, ["EXEC"]], true);
    const last = replies.at(-1);
    if (!Array.isArray(last)) {
      const text = last && typeof last === "object" && "error" in last ? last.error : "EXECABORT";
      return this.#refuse(400, text);
    }
    return Response.json(last.map((reply) => wire(reply, base64)));
  }

  async #send(commands: string[][], inside = false): Promise<Reply[]> {
    const refused = commands.find((command) =>
      !inside && FORBIDDEN.has(command[0]?.toUpperCase() ?? "")
    );
    if (refused) {
      return commands.map(() => ({ error: `ERR Command is not available: '${refused[0]}'` }));
    }
    this.#connection ??= RespConnection.unix(this.redis.socket);
    const connection = await this.#connection;
    return await connection.pipeline(commands.map((command) => this.#translate(command)));
  }

  /**
   * Upstash knows a script flag that Redis does not, so scripts go to Redis without it, under the
   * hash that Redis then computes.
   */
  #translate(command: string[]): string[] {
    const [name = "", script = ""] = command;
    if (name.toUpperCase() === "EVAL") {
      const plain = script.replace(/^#!lua flags=allow-key-locking/, "#!lua");
      this.#scripts.set(sha1(script), sha1(plain));
      return ["EVAL", plain, ...command.slice(2)];
    }
    if (name.toUpperCase() === "EVALSHA") {
      return ["EVALSHA", this.#scripts.get(script) ?? script, ...command.slice(2)];
    }
    return command;
  }

  async #subscribe(channel: string): Promise<Response> {
    const connection = await RespConnection.unix(this.redis.socket);
    await connection.send("SUBSCRIBE", channel);
    this.seen.streams += 1;
    let open = true;
    const end = () => {
      if (!open) return;
      open = false;
      this.seen.streams -= 1;
      this.#streams.delete(end);
      connection.close();
    };
    const body = new ReadableStream<Uint8Array>({
      start: async (controller) => {
        this.#streams.add(end);
        try {
          for (;;) {
            const push = await connection.read();
            if (!Array.isArray(push)) continue;
            const line = `data: ${push.map(String).join(",")}\n\n`;
            controller.enqueue(new TextEncoder().encode(line));
          }
        } catch {
          end();
          try {
            controller.close();
          } catch {
            // The reader had left already.
          }
        }
      },
      cancel: end,
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }
}

function wire(reply: Reply, base64: boolean): { result: unknown } | { error: string } {
  if (reply && typeof reply === "object" && !Array.isArray(reply) && "error" in reply) {
    return { error: reply.error };
  }
  return { result: encoded(reply, base64) };
}

function encoded(reply: Reply, base64: boolean): unknown {
  if (Array.isArray(reply)) return reply.map((item) => encoded(item, base64));
  if (typeof reply === "string") return base64 ? toBase64(reply) : reply;
  if (reply && typeof reply === "object") {
    const text = "status" in reply ? reply.status : reply.error;
    return base64 && text !== "OK" ? toBase64(text) : text;
  }
  return reply;
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function words(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}

function commandList(value: unknown): string[][] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const commands = value.map(words);
  return commands.every((command) => command !== undefined) ? commands : undefined;
}
