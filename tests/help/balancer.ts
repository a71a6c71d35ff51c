/** Sends every request to the next server in turn, as balancers without sticky sessions do. */
export interface Balancer {
  readonly origin: string;
  /** Where requests go, in turn. */
  targets: readonly string[];
  /** How many went to each. */
  readonly served: readonly number[];
  close(): Promise<void>;
}

/** Answers of the balancer itself: nobody is there. */
const NOBODY = 502;

/**
 * Starts one without targets. A server that refuses the connection is passed over; one that ends
 * in the middle of a request breaks its answer off.
 */
export function startBalancer(host = "127.0.0.1", port = 0): Balancer {
  let turn = 0;
  const served: number[] = [];
  const forward = async (request: Request): Promise<Response> => {
    const { pathname, search, host } = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.delete("host");
    headers.set("x-forwarded-host", host);
    headers.set("x-forwarded-proto", "http");
    // Tests say from where they come; a real balancer overwrites it.
    if (!headers.has("x-forwarded-for")) headers.set("x-forwarded-for", "203.0.113.7");
    const body = request.body === null ? null : await request.bytes();
    const { targets } = balancer;
    for (let tried = 0; tried < targets.length; tried++) {
      const at = turn++ % targets.length;
      served[at] = (served[at] ?? 0) + 1;
      try {
        return await fetch(`${targets[at]}${pathname}${search}`, {
          method: request.method,
          headers,
          redirect: "manual",
          body,
          signal: request.signal,
        });
      } catch (error) {
        // Only what no server has seen may go to another.
        if (!/refused|reset by peer before/i.test(String(error))) break;
      }
    }
    return new Response("nobody is there", { status: NOBODY });
  };
  const server = Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, forward);
  const balancer: Balancer = {
    origin: `http://${host}:${server.addr.port}`,
    targets: [],
    served,
    close: async () => {
      const closed = server.shutdown();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000))]);
    },
  };
  return balancer;
}
