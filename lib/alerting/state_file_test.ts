import assert from "node:assert/strict";
import { FallbackAlertStore } from "./fallback_store.ts";
import { MemoryAlertStore } from "./memory_store.ts";
import { StateFile } from "./state_file.ts";

class Dead extends MemoryAlertStore {
  alive = false;
  override read() {
    return this.alive ? super.read() : Promise.reject(new Error("planted"));
  }
  override write(document: string, expected: number) {
    return this.alive ? super.write(document, expected) : Promise.reject(new Error("planted"));
  }
}

Deno.test("the next run goes on where the last one stopped, and hands it to the store", async () => {
  const folder = await Deno.makeTempDir();
  const primary = new Dead();
  const next = () =>
    new FallbackAlertStore(primary, () => {}, Date.now, new StateFile(folder, folder));
  primary.alive = true;
  assert.equal(await next().write("seen", 0), true);
  primary.alive = false;
  const first = next();
  assert.equal((await first.read())?.document, "seen", "from the run before");
  assert.equal(await first.write("pending", (await first.read())?.version ?? 0), true);
  assert.deepEqual([first.away, first.kept], [true, true]);
  assert.equal((await next().read())?.document, "pending");
  primary.alive = true;
  const back = next();
  assert.equal((await back.read())?.document, "pending");
  assert.equal(back.away, false);
  assert.equal(next().away, false);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("when the data folder takes nothing the temporary one keeps the state", async () => {
  const [temporary, gone] = [await Deno.makeTempDir(), "/proc/not-here"];
  const state = { seen: null, own: "pending" };
  assert.equal(new StateFile(gone, temporary).save(state), true);
  assert.equal(new StateFile(gone, temporary).load()?.own, "pending");
  assert.equal(new StateFile("/proc/other", temporary).load(), null, "of another data folder");
  const nowhere = new FallbackAlertStore(
    new Dead(),
    () => {},
    Date.now,
    new StateFile(gone, gone),
  );
  await nowhere.write("pending", 0);
  assert.deepEqual([nowhere.away, nowhere.kept], [true, false]);
  await Deno.remove(temporary, { recursive: true });
});
