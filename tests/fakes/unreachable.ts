/** A port behind which nobody speaks: it hangs up on every caller and counts them. */
export interface DeadEnd {
  readonly port: number;
  /** Callers so far: none means that the fault never happened. */
  readonly callers: () => number;
  close(): Promise<void>;
}

export function startDeadEnd(): DeadEnd {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let callers = 0;
  const serving = (async () => {
    for await (const connection of listener) {
      callers++;
      connection.close();
    }
  })();
  return {
    port: listener.addr.port,
    callers: () => callers,
    close: async () => {
      listener.close();
      await serving;
    },
  };
}
