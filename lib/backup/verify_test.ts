import assert from "node:assert/strict";
import { listBackups } from "@/lib/backup/catalogue.ts";
import { DirectoryPlace } from "@/lib/storage/backup/directory_place.ts";
import { runBackup } from "@/lib/backup/run.ts";
import { verifyBackup } from "@/lib/backup/verify.ts";
import type { SnapshotSource } from "@/lib/store/ports/backup.ts";

const FLIPS = 1_000;

/** A store of two parts with bytes that do not compress away. */
function someSource(): SnapshotSource {
  const contents = [20_000, 3_000].map((length) => {
    const bytes = new Uint8Array(length);
    return crypto.getRandomValues(bytes);
  });
  return {
    open: () =>
      Promise.resolve({
        store: "mongodb" as const,
        consistency: "made up at once",
        takenAt: Date.UTC(2026, 10, 30, 3),
        schema: ["1"],
        counts: { things: 2 },
        parts: contents.map((bytes, index) => ({
          name: `part-${index}`,
          size: bytes.length,
          async *bytes() {
            yield bytes;
          },
        })),
        close: () => Promise.resolve(),
      }),
  };
}

async function withBackup(work: (place: DirectoryPlace, folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "tracker-backups-" });
  const place = new DirectoryPlace(folder);
  try {
    await runBackup({
      source: someSource(),
      place,
      release: "test",
      recipients: [],
      now: Date.now,
      random: (length) => new Uint8Array(length).fill(7),
      progress: () => {},
    });
    await work(place, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Everything that is wrong with the first backup of a place. */
async function problemsOf(place: DirectoryPlace): Promise<readonly string[]> {
  const [backup] = await listBackups(place);
  assert.ok(backup);
  return (await verifyBackup(backup, { place, identities: [], progress: () => {} })).problems;
}

Deno.test(`${FLIPS} flipped bits: every one is found`, async () => {
  await withBackup(async (place, folder) => {
    assert.deepEqual(await problemsOf(place), []);
    const files = [...await place.list()];
    assert.equal(files.length, 3);
    const total = files.reduce((sum, file) => sum + file.size, 0);
    for (let flip = 0; flip < FLIPS; flip++) {
      // One file in three, so that the small manifest is hit as often as the large parts.
      const file = files[flip % files.length];
      assert.ok(file && total > 0);
      const path = `${folder}/${file.name}`;
      const bytes = await Deno.readFile(path);
      const bit = Math.floor(((flip * 0.618_033_988_749) % 1) * bytes.length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await Deno.writeFile(path, bytes);
      assert.notDeepEqual(await problemsOf(place), [], `bit ${bit} of ${file.name}`);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await Deno.writeFile(path, bytes);
    }
    assert.deepEqual(await problemsOf(place), []);
  });
});

Deno.test("a cut, longer or missing file is found", async () => {
  await withBackup(async (place, folder) => {
    const file = (await place.list()).find(({ name }) => name.endsWith("part-0.gz"));
    assert.ok(file);
    const path = `${folder}/${file.name}`;
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.subarray(0, -1));
    assert.match((await problemsOf(place)).join(), /has \d+ bytes and should have/);
    await Deno.writeFile(path, new Uint8Array([...bytes, 0]));
    assert.match((await problemsOf(place)).join(), /has \d+ bytes and should have/);
    await Deno.remove(path);
    assert.deepEqual(await problemsOf(place), ["part-0.gz is missing"]);
  });
});
