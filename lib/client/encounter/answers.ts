/** Batches of commands on their way to the API, and its answers as the DM's client reads them. */
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { ClientEnvironment } from "@/lib/client/environment.ts";
import type { QueuedCommand } from "./queue_storage.ts";
import { isLogEntry, isPlain, readAnswer } from "@/lib/client/wire.ts";
import { isRefusalCode, type Refusal, type RefusalCode } from "@/lib/errors.ts";

export interface BatchAnswer {
  readonly version: number;
  readonly results: readonly { readonly id: Id; readonly entry: LogEntry }[];
  readonly refused?: { readonly id: Id } & Pick<Refusal, "code" | "message">;
}

interface Problem {
  readonly code: RefusalCode;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

function isProblem(value: unknown): value is Problem {
  return isPlain(value) && typeof value["detail"] === "string" && isRefusalCode(value["code"]) &&
    (value["errors"] === undefined || Array.isArray(value["errors"]));
}

function isBatchAnswer(value: unknown): value is BatchAnswer {
  if (!isPlain(value) || typeof value["version"] !== "number") return false;
  const { results, refused } = value;
  return Array.isArray(results) &&
    results.every((result) =>
      isPlain(result) && typeof result["id"] === "string" && isLogEntry(result["entry"])
    ) &&
    (refused === undefined || (isPlain(refused) && typeof refused["message"] === "string"));
}

/** What became of a batch. */
export type Delivery =
  | { readonly kind: "done"; readonly answer: BatchAnswer }
  /** Command number `index` is refused; nothing was carried out. */
  | { readonly kind: "refused"; readonly index: number; readonly refusal: Refusal }
  | { readonly kind: "gone" | "denied" | "later" };

/**
 * Sends commands in one request. With `keepalive` it goes on without the page, which may be gone
 * before the answer.
 *
 * @throws {TypeError} When the server cannot be reached.
 */
export async function sendBatch(
  env: ClientEnvironment,
  url: string,
  items: readonly QueuedCommand[],
  keepalive: boolean,
): Promise<Delivery> {
  const commands = items.map(({ id, at, seed, command }) => ({ id, at, seed, command }));
  const response = await env.fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ sentAt: env.now(), commands }),
    ...keepalive && { keepalive },
  });
  return await deliveryOf(response);
}

/** Reads the answer to a batch. */
async function deliveryOf(response: Response): Promise<Delivery> {
  if (response.ok) {
    const answer = await readAnswer(response, isBatchAnswer);
    // Without the shape nothing is known of the commands: they are asked for again.
    return answer === undefined ? { kind: "later" } : { kind: "done", answer };
  }
  const problem = await readAnswer(response, isProblem);
  if (problem === undefined) return { kind: "later" };
  switch (problem.code) {
    case "NOT_FOUND":
      return { kind: "gone" };
    case "NOT_SIGNED_IN":
    case "FORBIDDEN":
      return { kind: "denied" };
    case "CONFLICT":
    case "TOO_MANY_REQUESTS":
    case "UNAVAILABLE":
      return { kind: "later" };
  }
  if (response.status >= 500) return { kind: "later" };
  const path = problem.errors?.[0]?.path ?? "";
  const index = Number(/^commands\.(\d+)/.exec(path)?.[1] ?? 0);
  const refusal: Refusal = { ok: false, code: problem.code, message: problem.detail };
  return { kind: "refused", index, refusal };
}
