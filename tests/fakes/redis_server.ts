/** A real `redis-server` in an own directory, reachable over a unix socket only. */
export interface RedisServer {
  readonly socket: string;
  /** Ends the server at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same socket, empty. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts Redis; fails with one sentence when the program is not installed. */
export async function startRedis(): Promise<RedisServer> {
  const directory = await Deno.makeTempDir({ prefix: "redis" });
  const socket = `${directory}/redis.sock`;
  let child = await spawn(directory, socket);
  const kill = async () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await child.status;
    await Deno.remove(socket).catch(() => {});
  };
  return {
    socket,
    kill,
    restart: async () => {
      child = await spawn(directory, socket);
    },
    close: async () => {
      await kill();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

async function spawn(directory: string, socket: string): Promise<Deno.ChildProcess> {
  const args = ["--port", "0", "--unixsocket", socket, "--dir", directory];
  const child = new Deno.Command("redis-server", {
    args: [...args, "--save", "", "--appendonly", "no", "--daemonize", "no"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  for (let i = 0; i < 200; i++) {
    try {
      (await Deno.connect({ transport: "unix", path: socket })).close();
      return child;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  child.kill("SIGKILL");
  await child.status;
  throw new Error("Cannot start redis-server: it did not listen within 5 seconds");
}
