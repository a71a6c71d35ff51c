import assert from "node:assert/strict";
import type { OfflineCopy } from "./copy_storage.ts";
import { type CopyWriter, copyWriter } from "./copy_writer.ts";

interface Scene {
  readonly writer: CopyWriter;
  /** What was put, with whether it was forced. */
  readonly puts: [order: number, force: boolean][];
  readonly failures: unknown[];
  /** The server tells version `order`. */
  tell(order: number): void;
  /** The browser has nothing else to do. */
  idle(): Promise<void>;
  /** What the storage does with the next copies. */
  answer: () => Promise<void>;
}

function scene(): Scene {
  let copy: OfflineCopy = { key: "encounter a", order: 1, at: 1, body: null };
  const work: (() => void)[] = [];
  const puts: Scene["puts"] = [];
  const failures: unknown[] = [];
  const made: Scene = {
    puts,
    failures,
    answer: () => Promise.resolve(),
    tell(order) {
      copy = { ...copy, order };
      made.writer.changed();
    },
    async idle() {
      work.splice(0).forEach((item) => item());
      await made.writer.flush();
    },
    writer: copyWriter({
      storage: {
        put(next, force) {
          puts.push([next.order, force]);
          return made.answer();
        },
      },
      copy: () => copy,
      idle: (item) => work.push(item),
      onFailed: (cause) => failures.push(cause),
    }),
  };
  return made;
}

Deno.test("nothing is written in the moment of a change; many changes are one write", async () => {
  const { writer, puts, tell, idle } = scene();
  for (const order of [2, 3, 4]) tell(order);
  assert.deepEqual(puts, []);
  await idle();
  assert.deepEqual(puts, [[4, true]]);
  writer.changed();
  await idle();
  assert.deepEqual(puts, [[4, true]], "what is written is not written again");
  tell(5);
  await idle();
  assert.deepEqual(puts, [[4, true], [5, false]]);
});

Deno.test("flush() resolves when what was told before it is written, also during a write", async () => {
  const slow = Promise.withResolvers<void>();
  const made = scene();
  made.answer = () => slow.promise;
  made.tell(2);
  const first = made.writer.flush();
  while (made.puts.length === 0) await Promise.resolve();
  made.tell(3);
  const done: string[] = [];
  const second = made.writer.flush().then(() => done.push("second"));
  assert.deepEqual(made.puts, [[2, true]]);
  assert.deepEqual(done, []);
  slow.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(made.puts, [[2, true], [3, false]]);
});

Deno.test("a write that fails is told, holds nothing up and is tried with the next change", async () => {
  const made = scene();
  const full = new DOMException("No room", "QuotaExceededError");
  made.answer = () => Promise.reject(full);
  made.tell(2);
  await made.idle();
  assert.deepEqual(made.failures, [full]);
  made.answer = () => Promise.resolve();
  made.tell(3);
  await made.idle();
  assert.deepEqual(made.puts, [[2, true], [3, true]]);
  assert.equal(made.failures.length, 1);
});

Deno.test("after stop() nothing is written", async () => {
  const made = scene();
  made.tell(2);
  made.writer.stop();
  await made.idle();
  assert.deepEqual(made.puts, []);
});
