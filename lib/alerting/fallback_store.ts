import { MemoryAlertStore } from "./memory_store.ts";
import type { AlertStore } from "./port.ts";

/**
 * The alerting must work above all when the store does not. While the store fails, the document
 * that was last read goes on living in this process; when the store is back, it takes over what
 * happened meanwhile unless another instance has written there, whose document then wins.
 */
export class FallbackAlertStore implements AlertStore {
  readonly #primary: AlertStore;
  readonly #onChange: (away: boolean) => void;
  #last: { version: number; document: string } | null = null;
  #standIn: MemoryAlertStore | undefined;
  #wroteAway = false;

  constructor(primary: AlertStore, onChange: (away: boolean) => void = () => {}) {
    this.#primary = primary;
    this.#onChange = onChange;
  }

  /** Whether the document lives in this process for now. */
  get away(): boolean {
    return this.#standIn !== undefined;
  }

  async read(): Promise<{ version: number; document: string } | null> {
    const found = await this.#attempt(() => this.#primary.read());
    if (!found) return await this.#standIn?.read() ?? null;
    if (this.#standIn) await this.#comeBack(found.value);
    if (this.#standIn) return this.#standIn.read();
    this.#last = found.value;
    return found.value;
  }

  async write(document: string, expected: number): Promise<boolean> {
    if (this.#standIn) return this.#writeAway(document, expected);
    const done = await this.#attempt(() => this.#primary.write(document, expected));
    if (done) {
      if (done.value) this.#last = { version: expected + 1, document };
      return done.value;
    }
    // The stand-in counts its own versions: the caller reads again and then succeeds.
    return false;
  }

  async #writeAway(document: string, expected: number): Promise<boolean> {
    const written = await this.#standIn?.write(document, expected) ?? false;
    if (written) this.#wroteAway = true;
    return written;
  }

  async #comeBack(stored: { version: number; document: string } | null): Promise<void> {
    const untouched = (stored?.version ?? 0) === (this.#last?.version ?? 0);
    if (untouched && this.#wroteAway) {
      const mine = await this.#standIn?.read();
      const expected = stored?.version ?? 0;
      if (mine) {
        const done = await this.#attempt(() => this.#primary.write(mine.document, expected));
        if (!done || !done.value) return;
        this.#last = { version: expected + 1, document: mine.document };
      }
    } else {
      this.#last = stored;
    }
    this.#standIn = undefined;
    this.#wroteAway = false;
    this.#onChange(false);
  }

  /** The result, or undefined after moving in with the stand-in. */
  async #attempt<T>(operation: () => Promise<T>): Promise<{ value: T } | undefined> {
    try {
      return { value: await operation() };
    } catch {
      if (!this.#standIn) {
        this.#standIn = new MemoryAlertStore();
        if (this.#last) await this.#standIn.write(this.#last.document, 0);
        this.#onChange(true);
      }
      return undefined;
    }
  }
}
