// Speaks with `deno task deploy:state`, which holds the lease and keeps the journal in the store.
import { z } from "zod";
import { type Journal, journalSchema } from "@/tasks/deploy/journal.ts";
import type { Conversation } from "@/tasks/deploy/port.ts";

const Answer = z.union([
  z.object({ event: z.literal("lost") }),
  z.object({ error: z.enum(["no schema", "store"]), message: z.string() }),
  z.object({
    held: z.boolean(),
    by: z.string().nullable(),
    expiresInMs: z.number(),
    journal: journalSchema.nullable(),
  }),
  z.object({ ok: z.boolean() }),
]);
type Answer = z.infer<typeof Answer>;

/** The end of an attempt to take the lease. */
export type Acquired =
  | { readonly kind: "held"; readonly journal: Journal | null }
  | { readonly kind: "taken"; readonly by: string; readonly expiresInMs: number }
  | { readonly kind: "no schema" };

/** The store of deployments is out of reach, or somebody else holds the lease by now. */
export class StateError extends Error {
  override name = "StateError";
  readonly lost: boolean;

  constructor(message: string, lost = false) {
    super(message);
    this.lost = lost;
  }
}

/** One deployment's hold on the store. `onLost` is called when the lease passed to another. */
export class StateClient {
  readonly #conversation: Conversation;
  readonly #answers: AsyncIterator<string>;
  readonly #onLost: () => void;

  constructor(conversation: Conversation, onLost: () => void) {
    this.#conversation = conversation;
    this.#answers = conversation.lines[Symbol.asyncIterator]();
    this.#onLost = onLost;
  }

  async acquire(owner: string, ttlMs: number): Promise<Acquired> {
    const answer = await this.#ask({ do: "acquire", owner, ttlMs });
    if ("error" in answer && answer.error === "no schema") return { kind: "no schema" };
    if (!("held" in answer)) throw new StateError(wordsOf(answer));
    if (answer.held) return { kind: "held", journal: answer.journal };
    return { kind: "taken", by: answer.by ?? "somebody", expiresInMs: answer.expiresInMs };
  }

  async write(journal: Journal): Promise<void> {
    const answer = await this.#ask({ do: "write", journal });
    if (!("ok" in answer)) throw new StateError(wordsOf(answer));
    if (!answer.ok) throw new StateError("another deployment holds the lease by now", true);
  }

  /** Gives the lease back and ends the conversation. */
  async close(): Promise<void> {
    await this.#ask({ do: "release" }).catch(() => {});
    await this.#conversation.end().catch(() => {});
  }

  /** Ends the conversation at once, whatever it is in the middle of. */
  abandon(): void {
    this.#conversation.kill();
  }

  async #ask(question: unknown): Promise<Answer> {
    await this.#conversation.send(JSON.stringify(question)).catch(() => {
      throw new StateError("the store of deployments is out of reach");
    });
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done) throw new StateError("the store of deployments is out of reach");
      const parsed = readAnswer(value);
      if (parsed === undefined) continue;
      if (!("event" in parsed)) return parsed;
      this.#onLost();
    }
  }
}

/** Lines that are no answers are the program's own words, such as a warning. */
function readAnswer(line: string): Answer | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return Answer.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function wordsOf(answer: Answer): string {
  return "message" in answer ? answer.message : "the store of deployments gave no answer";
}
