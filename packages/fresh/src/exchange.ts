import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handler } from "./compile.ts";

/**
 * Answer one node:http request with a web handler. What does it is loaded when first needed: a
 * server that Deno starts never needs node:http, which takes a while to load.
 */
export async function exchange(
  handler: Handler,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { answerNode } = await import("./listen.ts");
  await answerNode(handler, req, res);
}
