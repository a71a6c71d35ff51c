/** Ways in which a receiver of HTTP posts fails. */
export type ReceiverFault =
  | { kind: "hang" }
  | { kind: "slow"; ms: number }
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: string };

/** One accepted or refused post. */
export interface Received {
  readonly at: number;
  readonly path: string;
  readonly search: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  /** Posts that passed the receiver's own checks and were answered with success. */
  readonly accepted: Received[];
  /** What the receiver's own checks found wrong, in words. */
  readonly refused: string[];
  readonly seen: { requests: number; faults: number };
  fail(fault: ReceiverFault | undefined): void;
  close(): Promise<void>;
}

/** The receiver's own rules: a refusal, or undefined when the post is acceptable. */
export type Check = (post: Received) => { status: number; body: string } | undefined;

/** Starts a receiver on a free port. `answer` is what it says when it accepts. */
export function startReceiver(check: Check, answer: () => Response): Receiver {
  const accepted: Received[] = [];
  const refused: string[] = [];
  const seen = { requests: 0, faults: 0 };
  let fault: ReceiverFault | undefined;
  const waiting: (() => void)[] = [];
  const fail = (next: ReceiverFault | undefined) => {
    fault = next;
    for (const release of waiting.splice(0)) release();
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      seen.requests += 1;
      const { pathname, search } = new URL(request.url);
      const post = {
        at: Date.now(),
        path: pathname,
        search,
        headers: request.headers,
        body: await request.text(),
      };
      if (fault) {
        seen.faults += 1;
        if (fault.kind === "status") {
          const { status, headers = {}, body = "" } = fault;
          return new Response(body, { status, headers });
        }
        if (fault.kind === "hang") {
          await new Promise<void>((resolve) => waiting.push(resolve));
          return new Response(null, { status: 504 });
        }
        await new Promise((resolve) => setTimeout(resolve, fault?.kind === "slow" ? fault.ms : 0));
      }
      const refusal = request.method === "POST"
        ? check(post)
        : { status: 405, body: "method_not_allowed" };
      if (refusal) {
        refused.push(refusal.body);
        return new Response(refusal.body, { status: refusal.status });
      }
      accepted.push(post);
      return answer();
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    accepted,
    refused,
    seen,
    fail,
    close: async () => {
      fail(undefined);
      await server.shutdown();
    },
  };
}
