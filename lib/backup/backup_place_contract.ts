/** What every place for backups has to do; each adapter runs it. */
import assert from "node:assert/strict";
import type { BackupPlace } from "@/lib/backup/port.ts";

type Bytes = AsyncIterable<Uint8Array>;

async function* pieces(length: number, size: number): Bytes {
  for (let at = 0; at < length; at += size) {
    const piece = new Uint8Array(Math.min(size, length - at));
    for (let i = 0; i < piece.length; i++) piece[i] = (at + i) % 251;
    yield piece;
  }
}

async function* broken(): Bytes {
  yield* pieces(9_000_000, 300_000);
  throw new Error("the store is gone");
}

async function lengthOf(stream: Bytes): Promise<number> {
  let length = 0;
  for await (const piece of stream) {
    for (let i = 0; i < piece.length; i += 997) assert.equal(piece[i], (length + i) % 251);
    length += piece.length;
  }
  return length;
}

/** Registers the suite; `make` gives an empty place, or a reason why there is none. */
export function backupPlaceContract(
  name: string,
  make: () => Promise<{ place: BackupPlace; close(): Promise<void> } | string>,
  register: (name: string, test: () => Promise<void>) => void,
): void {
  const step = (what: string, work: (place: BackupPlace) => Promise<void>) =>
    register(`${name}: ${what}`, async () => {
      const made = await make();
      if (typeof made === "string") return console.log(`left out: ${made}`);
      try {
        await work(made.place);
      } finally {
        await made.close();
      }
    });

  step("an empty place lists nothing", async (place) => {
    assert.deepEqual(await place.list(), []);
  });
  step("what was kept is read and listed, of any size", async (place) => {
    for (const length of [1, 70_000, 20_000_000]) {
      await place.write(`one/part-${length}`, pieces(length, 65_536));
      assert.equal(await lengthOf(place.read(`one/part-${length}`)), length);
    }
    const sizes = (await place.list()).map(({ name, size }) => [name, size]).sort();
    assert.deepEqual(sizes, [
      ["one/part-1", 1],
      ["one/part-20000000", 20_000_000],
      ["one/part-70000", 70_000],
    ]);
  });
  step("a stream that breaks off leaves nothing", async (place) => {
    await assert.rejects(place.write("one/part", broken()), { name: "DependencyError" });
    assert.deepEqual(await place.list(), []);
  });
  step("what is not there cannot be read, in a sentence", async (place) => {
    await assert.rejects(lengthOf(place.read("one/none")), /Cannot read one\/none in .+/);
  });
  step("what is removed is gone, the rest stays, and twice is no fault", async (place) => {
    for (const file of ["one/a", "one/b", "two/a"]) await place.write(file, pieces(10, 10));
    await place.remove(["one/a", "two/a"]);
    await place.remove(["one/a"]);
    assert.deepEqual((await place.list()).map(({ name }) => name), ["one/b"]);
  });
  step("nothing that runs is swept away", async (place) => {
    await place.write("one/a", pieces(10, 10));
    assert.equal(await place.sweep(Date.now() - 86_400_000), 0);
    assert.equal((await place.list()).length, 1);
  });
}
