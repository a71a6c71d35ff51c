import type { AccountPlan } from "./account_plan.ts";

const TICK_MS = 1_000;
/** A proxy cuts what is silent for long. */
const BEAT_TICKS = 15;
/** A page that is left open asks anew. */
const MOST_TICKS = 600;

export interface FeedDeps {
  readonly plan: Pick<AccountPlan, "mark">;
  /** Does `work` every `ms` milliseconds until the returned function is called. */
  readonly every: (work: () => void, ms: number) => () => void;
}

/** Tells open pages that the account's plan has changed, on whichever instance that happened. */
export class PlanFeed {
  readonly #open = new Set<() => void>();

  constructor(private readonly deps: FeedDeps) {}

  /** Events with the plan's mark: at once, and whenever it is another. `alive`: the session is. */
  open(accountId: string, alive: () => Promise<boolean>): ReadableStream<Uint8Array<ArrayBuffer>> {
    const encoder = new TextEncoder();
    let end = () => {};
    return new ReadableStream({
      start: (controller) => {
        let [told, ticks, busy, ended] = ["", 0, false, false];
        const tick = async () => {
          if (busy || ended) return;
          busy = true;
          try {
            const mark = await alive() ? await this.deps.plan.mark(accountId) : null;
            if (ended) return;
            if (mark === null || ticks++ > MOST_TICKS) return close();
            if (mark !== told) controller.enqueue(encoder.encode(`event: plan\ndata: ${mark}\n\n`));
            else if (ticks % BEAT_TICKS === 0) controller.enqueue(encoder.encode(": beat\n\n"));
            told = mark;
          } catch {
            // The store is away: the browser comes back when the stream has ended.
            if (!ended) close();
          } finally {
            busy = false;
          }
        };
        const stop = this.deps.every(() => void tick(), TICK_MS);
        end = () => {
          ended = true;
          stop();
          this.#open.delete(close);
        };
        const close = () => {
          end();
          controller.close();
        };
        this.#open.add(close);
        void tick();
      },
      cancel: () => end(),
    });
  }

  /** Ends every stream. */
  close(): void {
    for (const close of [...this.#open]) close();
  }
}
