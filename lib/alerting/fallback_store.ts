import { MemoryAlertStore } from "./memory_store.ts";
import type { AlertStore } from "./port.ts";

interface Stored {
  readonly version: number;
  readonly document: string;
}

/** How long the store is left alone before it is tried again. */
const RETRY_MS = 2_000;

/**
 * The alerting must work above all when the store does not. While the store cannot be read or
 * written, the document goes on living in this process; when the store takes writes again it gets
 * what happened meanwhile, unless another instance has written there, whose document then wins.
 */
export class FallbackAlertStore implements AlertStore {
  readonly #primary: AlertStore;
  readonly #onChange: (away: boolean) => void;
  readonly #now: () => number;
  /** What the store held when it was last seen. */
  #last: Stored | null = null;
  #standIn: MemoryAlertStore | undefined;
  #tryAgainAt = 0;

  constructor(
    primary: AlertStore,
    onChange: (away: boolean) => void = () => {},
    now: () => number = Date.now,
  ) {
    this.#primary = primary;
    this.#onChange = onChange;
    this.#now = now;
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
      return await (await this.#moveIn()).read();
    }
  }

  async write(document: string, expected: number): Promise<boolean> {
    if (this.#standIn) return await this.#standIn.write(document, expected);
    try {
      const written = await this.#primary.write(document, expected);
      if (written) this.#last = { version: expected + 1, document };
      return written;
    } catch {
      const standIn = await this.#moveIn();
      // The caller has seen what the store held last; in here that has a version of its own.
      if (expected !== (this.#last?.version ?? 0)) return false;
      return await standIn.write(document, (await standIn.read())?.version ?? 0);
    }
  }

  async #moveIn(): Promise<MemoryAlertStore> {
    this.#tryAgainAt = this.#now() + RETRY_MS;
    if (this.#standIn) return this.#standIn;
    const standIn = new MemoryAlertStore();
    if (this.#last) await standIn.write(this.#last.document, 0);
    this.#standIn = standIn;
    this.#onChange(true);
    return standIn;
  }

  /** Being readable is not enough to go back: a store that is locked or full can be read too. */
  async #comeBack(standIn: MemoryAlertStore): Promise<boolean> {
    const left = this.#tryAgainAt - this.#now();
    if (left > 0 && left <= RETRY_MS) return false;
    this.#tryAgainAt = this.#now() + RETRY_MS;
    try {
      const stored = await this.#primary.read();
      const untouched = (stored?.version ?? 0) === (this.#last?.version ?? 0);
      const mine = untouched ? await standIn.read() : stored;
      if (mine && !await this.#primary.write(mine.document, stored?.version ?? 0)) return false;
    } catch {
      return false;
    }
    this.#standIn = undefined;
    this.#onChange(false);
    return true;
  }
}
