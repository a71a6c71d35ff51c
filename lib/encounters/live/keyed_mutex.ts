/** Runs work one after the other within a lane; lanes do not wait for each other. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(lane) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.then(() => undefined, () => undefined);
    this.#last.set(lane, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(lane) === settled) this.#last.delete(lane);
    }
  }
}
