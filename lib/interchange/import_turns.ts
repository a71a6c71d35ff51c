import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";

/** Files that arrive or are read at a time, from everywhere and from one address. */
export interface TurnLimits {
  readonly most: number;
  readonly mostOfAddress: number;
  /** Files that have arrived and wait for the one that is being read. */
  readonly mostWaiting: number;
}

export const TURN_LIMITS: TurnLimits = { most: 12, mostOfAddress: 2, mostWaiting: 4 };

const BUSY = refuse(
  "TOO_MANY_REQUESTS",
  "Other files are being read right now. Try again in a minute.",
);
const TWO = refuse(
  "TOO_MANY_REQUESTS",
  "Files of yours are still being read. Wait until they are done.",
);
const GONE: Refusal = refuse("NOT_POSSIBLE_NOW", "The import was cancelled. Nothing was stored.");

/** One import on its way. `leave` must be called at its end, whatever the end is. */
export interface ImportTurn {
  /** Waits until no other file is read; a refusal when too many wait already. */
  begin(signal?: AbortSignal): Promise<Result<null>>;
  leave(): void;
}

/**
 * Who may bring a file, and when it is read: one at a time over the whole process, so that what
 * files cost in time and memory does not grow with the number of people who send some.
 */
export class ImportTurns {
  readonly #limits: TurnLimits;
  readonly #addresses = new Map<string, number>();
  #inside = 0;
  #reading = false;
  readonly #waiting: (() => void)[] = [];

  constructor(limits: TurnLimits = TURN_LIMITS) {
    this.#limits = limits;
  }

  /** Before anything of a file is read from the line. */
  enter(address: string): Result<ImportTurn> {
    const ofAddress = this.#addresses.get(address) ?? 0;
    if (ofAddress >= this.#limits.mostOfAddress) return TWO;
    if (this.#inside >= this.#limits.most) return BUSY;
    this.#inside++;
    this.#addresses.set(address, ofAddress + 1);
    let inside = true;
    let reading = false;
    return ok({
      // Noted at the moment it is granted: who leaves right then must pass it on.
      begin: (signal) => this.#begin(signal, () => void (reading = true)),
      leave: () => {
        if (!inside) return;
        inside = false;
        this.#leave(address);
        if (reading) this.#next();
      },
    });
  }

  async #begin(signal: AbortSignal | undefined, granted: () => void): Promise<Result<null>> {
    if (signal?.aborted) return GONE;
    if (!this.#reading) {
      this.#reading = true;
      granted();
      return ok(null);
    }
    if (this.#waiting.length >= this.#limits.mostWaiting) return BUSY;
    const turn = Promise.withResolvers<Result<null>>();
    const mine = () => {
      granted();
      turn.resolve(ok(null));
    };
    const gone = () => {
      const at = this.#waiting.indexOf(mine);
      if (at >= 0) this.#waiting.splice(at, 1);
      turn.resolve(GONE);
    };
    this.#waiting.push(mine);
    signal?.addEventListener("abort", gone, { once: true });
    const result = await turn.promise;
    signal?.removeEventListener("abort", gone);
    return result;
  }

  #leave(address: string): void {
    this.#inside--;
    const left = (this.#addresses.get(address) ?? 1) - 1;
    if (left > 0) this.#addresses.set(address, left);
    else this.#addresses.delete(address);
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#reading = false;
  }
}
