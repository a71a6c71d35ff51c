import type { Lease } from "@/lib/store/ports/lease_store.ts";
import { MemoryAlertStore } from "./memory_store.ts";
import type { AlertStore } from "./port.ts";
import type { StateKeeper } from "./state_file.ts";
import { LeaseLostError } from "./leader_lease.ts";

interface Stored {
  readonly version: number;
  readonly document: string;
}

/** How long the store is left alone before it is tried again. */
const RETRY_MS = 2_000;

/**
 * The alerting must work above all when the store does not. While the store cannot be read or
 * written, the document goes on living in this process, and with a `keeper` in the runs after it;
 * when the store takes writes again it gets what happened meanwhile, unless another instance has
 * written there, whose document then wins.
 */
export class FallbackAlertStore implements AlertStore {
  readonly #primary: AlertStore;
  readonly #onChange: (away: boolean) => void;
  readonly #now: () => number;
  /** What the store held when it was last seen. */
  #last: Stored | null = null;
  #standIn: MemoryAlertStore | undefined;
  #tryAgainAt = 0;
  readonly #keeper: StateKeeper | undefined;
  #kept = true;

  constructor(
    primary: AlertStore,
    onChange: (away: boolean) => void = () => {},
    now: () => number = Date.now,
    keeper?: StateKeeper,
  ) {
    this.#primary = primary;
    this.#onChange = onChange;
    this.#now = now;
    this.#keeper = keeper;
    const kept = keeper?.load();
    this.#last = kept?.seen ?? null;
    if (kept && kept.own !== null) this.#standIn = new MemoryAlertStore(kept.own);
  }

  /** False when the document lives in this process only, and ends with it. */
  get kept(): boolean {
    return this.#standIn === undefined || (this.#keeper !== undefined && this.#kept);
  }

  /** Whether the document lives in this process for now. */
  get away(): boolean {
    return this.#standIn !== undefined;
  }

  async read(): Promise<Stored | null> {
    if (this.#standIn && !await this.#comeBack(this.#standIn)) return await this.#standIn.read();
    try {
      this.#last = await this.#primary.read();
      return this.#last;
    } catch {
      return await this.#moveIn().read();
    }
  }

  async write(document: string, expected: number, lease?: Lease): Promise<boolean> {
    if (this.#standIn) return await this.#writeHere(this.#standIn, document, expected);
    try {
      const written = await this.#primary.write(document, expected, lease);
      if (written) {
        this.#last = { version: expected + 1, document };
        this.#keep(null);
      }
      return written;
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      const standIn = this.#moveIn();
      // The caller has seen what the store held last; in here that has a version of its own.
      if (expected !== (this.#last?.version ?? 0)) return false;
      return await this.#writeHere(standIn, document, (await standIn.read())?.version ?? 0);
    }
  }

  async #writeHere(standIn: MemoryAlertStore, document: string, expected: number) {
    const written = await standIn.write(document, expected);
    if (written) this.#keep(document);
    return written;
  }

  #keep(own: string | null): void {
    this.#kept = this.#keeper?.save({ seen: this.#last, own }) ?? false;
  }

  #moveIn(): MemoryAlertStore {
    this.#tryAgainAt = this.#now() + RETRY_MS;
    if (this.#standIn) return this.#standIn;
    const standIn = new MemoryAlertStore(this.#last?.document);
    this.#standIn = standIn;
    this.#keep(this.#last?.document ?? null);
    this.#onChange(true);
    return standIn;
  }

  /** Being readable is not enough to go back: a store that is locked or full can be read too. */
  async #comeBack(standIn: MemoryAlertStore): Promise<boolean> {
    const left = this.#tryAgainAt - this.#now();
    if (left > 0 && left <= RETRY_MS) return false;
    try {
      const stored = await this.#primary.read();
      const untouched = (stored?.version ?? 0) === (this.#last?.version ?? 0);
      const mine = untouched ? await standIn.read() : stored;
      const version = stored?.version ?? 0;
      if (mine && !await this.#primary.write(mine.document, version)) {
        this.#tryAgainAt = this.#now() + RETRY_MS;
        return false;
      }
      this.#last = mine && { version: version + 1, document: mine.document };
    } catch {
      // From now on: a store that lets everybody wait is not asked by each of the next calls.
      this.#tryAgainAt = this.#now() + RETRY_MS;
      return false;
    }
    this.#standIn = undefined;
    this.#keep(null);
    this.#onChange(false);
    return true;
  }
}
