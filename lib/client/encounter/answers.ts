/** The answers of the API as the DM's client reads them; the server is of the same release. */
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { Refusal } from "@/lib/errors.ts";

export interface BatchAnswer {
  readonly version: number;
  readonly results: readonly { readonly id: Id; readonly entry: LogEntry }[];
  readonly refused?: { readonly id: Id } & Pick<Refusal, "code" | "message">;
}

export interface OpenedAnswer {
  readonly state: EncounterState;
  readonly log: readonly LogEntry[];
}

interface Problem {
  readonly code: Refusal["code"];
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** What became of a batch. */
export type Delivery =
  | { readonly kind: "done"; readonly answer: BatchAnswer }
  /** Command number `index` is refused; nothing was carried out. */
  | { readonly kind: "refused"; readonly index: number; readonly refusal: Refusal }
  | { readonly kind: "gone" | "denied" | "later" };

/** Reads the answer to a batch. */
export async function deliveryOf(response: Response): Promise<Delivery> {
  if (response.ok) return { kind: "done", answer: await response.json() };
  const problem: Problem | undefined = await response.json().catch(() => undefined);
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
