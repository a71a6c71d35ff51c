/** Thrown to whoever comes when all slots are taken and the queue is full. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

/** Lets a few run at once and a few more wait; whoever comes then is turned away at once. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(slots: number, private readonly queue: number) {
    this.#free = slots;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Runs `work` when it is its turn.
   *
   * @throws {QueueFull} When too many wait already.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else {
      if (this.#waiting.length >= this.queue) throw new QueueFull("Cannot wait: the queue is full");
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The slot passes on without being free in between.
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
