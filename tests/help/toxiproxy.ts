import { ROOT } from "@/tasks/lib/files.ts";
import { freePort } from "@/tasks/lib/mongo_server.ts";
import { run } from "@/tasks/lib/run.ts";

/** A line to a server that can be made bad: toxiproxy in a process of its own. */
export interface BadLine {
  /** The port that leads to the server. */
  readonly port: number;
  /** Bytes vanish and nothing answers. */
  hang(): Promise<void>;
  /** Every answer comes later by so many milliseconds. */
  slow(ms: number): Promise<void>;
  /** Connections are reset as soon as they carry a byte. */
  reset(): Promise<void>;
  /** Connections are refused. */
  refuse(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Where toxiproxy's server is; installed when it is missing. */
export async function toxiproxyPath(): Promise<{ path: string } | { reason: string }> {
  const { text } = await run(`${ROOT}.ci/tools`, ["toxiproxy"], { output: "collect" });
  const path = /^ok toxiproxy \S+ (\S+)$/m.exec(text)?.[1];
  return path === undefined ? { reason: text.trim() } : { path };
}

/** Starts a line to `port` on this machine. */
export async function startBadLine(port: number): Promise<BadLine> {
  const found = await toxiproxyPath();
  if ("reason" in found) throw new Error(`Cannot make a bad line: ${found.reason}`);
  const api = freePort();
  const line = freePort();
  const child = new Deno.Command(found.path, {
    args: ["-host", "127.0.0.1", "-port", `${api}`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${api}${path}`, {
      method,
      headers: { "user-agent": "tests" },
      ...body === undefined ? {} : { body: JSON.stringify(body) },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`toxiproxy: ${answer.status} ${text}`);
    return text;
  };
  for (let i = 0;; i++) {
    try {
      await ask("GET", "/version");
      break;
    } catch (error) {
      if (i > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  const proxy = { name: "db", listen: `127.0.0.1:${line}`, upstream: `127.0.0.1:${port}` };
  await ask("POST", "/proxies", { ...proxy, enabled: true });
  const toxic = (type: string, attributes: Record<string, number>, stream = "downstream") =>
    ask("POST", "/proxies/db/toxics", { name: `${type}-${stream}`, type, stream, attributes });
  return {
    port: line,
    hang: async () => {
      await toxic("timeout", { timeout: 0 });
      await toxic("timeout", { timeout: 0 }, "upstream");
    },
    slow: async (ms) => void await toxic("latency", { latency: ms, jitter: 0 }),
    reset: async () => void await toxic("reset_peer", { timeout: 0 }),
    refuse: async () => void await ask("POST", "/proxies/db", { enabled: false }),
    mend: async () => {
      const { toxics } = JSON.parse(await ask("GET", "/proxies/db"));
      for (const { name } of toxics) await ask("DELETE", `/proxies/db/toxics/${name}`);
      await ask("POST", "/proxies/db", { enabled: true });
    },
    close: async () => {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}
