import { setImmediate } from "node:timers";

interface Event {
  readonly at: number;
  readonly order: number;
  work: (() => void) | undefined;
}

/** 1 January 2026, 12:00 UTC. */
const START = 1_767_268_800_000;

/** Time that passes only when everything that is to happen by then has happened. */
export class VirtualClock {
  now = START;
  /** Events that were carried out. */
  steps = 0;
  readonly #heap: Event[] = [];
  #order = 0;

  /** Runs `work` after `ms`, in whole milliseconds; the returned function calls it off. */
  later(work: () => void, ms: number): () => void {
    const event: Event = { at: this.now + Math.max(0, Math.ceil(ms)), order: this.#order++, work };
    this.#push(event);
    return () => {
      event.work = undefined;
    };
  }

  every(work: () => void, ms: number): () => void {
    let stop = () => {};
    const again = () => {
      stop = this.later(() => {
        work();
        again();
      }, ms);
    };
    again();
    return () => stop();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.later(resolve, ms));
  }

  /** Lets `ms` milliseconds pass, each event with everything that follows from it at once. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settled();
    for (let event = this.#heap[0]; event !== undefined && event.at <= end; event = this.#heap[0]) {
      this.#pop();
      if (event.work === undefined) continue;
      this.now = Math.max(this.now, event.at);
      this.steps++;
      event.work();
      await settled();
    }
    this.now = end;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(event, heap[parent])) break;
      swap(heap, at, parent);
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (before(heap[left], heap[least])) least = left;
      if (before(heap[right], heap[least])) least = right;
      if (least === at) return;
      swap(heap, at, least);
      at = least;
    }
  }
}

function before(a: Event | undefined, b: Event | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(heap: Event[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first === undefined || second === undefined) return;
  [heap[a], heap[b]] = [second, first];
}

/** A turn of the event loop: every promise that can settle has settled by then. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
