import type { AuthRecords } from "@/lib/auth/records.ts";
import { ACCESS_MINUTES } from "@/lib/auth/access_tokens.ts";
import { DIRECTORY } from "@/lib/auth/records.ts";

/** Longer than any access token lives. */
const KEPT_MS = (ACCESS_MINUTES + 2) * 60_000;
/** What is known is believed for so long when looking again fails. */
const BELIEVED_MS = 10_000;
const PAGE = 100;

export interface RevocationDeps {
  readonly records: Pick<AuthRecords, "revocations">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * The sessions that were ended while access tokens of theirs are still good. Every instance looks
 * for new ones every two seconds, so that none serves an ended session for longer.
 */
export class Revocations {
  readonly #ended = new Map<string, number>();
  readonly #listeners = new Set<(sessionId: string) => void>();
  #lookedAt = -Infinity;
  #looking: Promise<void> | undefined;

  constructor(private readonly deps: RevocationDeps) {}

  /** Calls `listener` with each session that ends, here or elsewhere; returns how to stop. */
  onEnded(listener: (sessionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends sessions everywhere. */
  async add(accountId: string, sessionIds: readonly string[]): Promise<void> {
    const at = this.deps.now();
    for (const id of sessionIds) {
      this.#learn(id, at);
      // One that is there already says the same.
      await this.deps.records.revocations.put({
        ownerId: DIRECTORY,
        id,
        body: { accountId, at },
        at,
        expectedVersion: 0,
      });
    }
  }

  /**
   * Whether a session was ended. Looks first where the last look is too old.
   *
   * @throws {DependencyError} When the store does not answer and what is known is too old.
   */
  async isEnded(sessionId: string): Promise<boolean> {
    if (this.deps.now() - this.#lookedAt > BELIEVED_MS) await this.look();
    return this.#ended.has(sessionId);
  }

  /** Looks for sessions that other instances ended; releases what no token can mean any more. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => this.#looking = undefined);
    return this.#looking;
  }

  async #look(): Promise<void> {
    const started = this.deps.now();
    const { revocations } = this.deps.records;
    let after: { readonly updatedAt: number; readonly id: string } | undefined;
    for (;;) {
      const page = await revocations.list(DIRECTORY, { limit: PAGE, ...after ? { after } : {} });
      let news = false;
      for (const { id, body, version } of page) {
        if (started - body.at > KEPT_MS) await revocations.delete(DIRECTORY, id, version);
        else if (!this.#ended.has(id)) {
          this.#learn(id, body.at);
          news = true;
        }
      }
      const last = page.at(-1);
      // Newest come first: a page without news has only older ones behind it.
      if (last === undefined || page.length < PAGE || !news) break;
      after = { updatedAt: last.updatedAt, id: last.id };
    }
    for (const [id, at] of this.#ended) if (started - at > KEPT_MS) this.#ended.delete(id);
    this.#lookedAt = started;
  }

  #learn(sessionId: string, at: number): void {
    if (this.#ended.has(sessionId)) return;
    this.#ended.set(sessionId, at);
    for (const listener of this.#listeners) listener(sessionId);
  }
}
