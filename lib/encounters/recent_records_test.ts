import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { RecentRecords } from "@/lib/encounters/recent_records.ts";
import { notThere } from "@/lib/encounters/not_there.ts";
import { ok } from "@/lib/errors.ts";
import { sampleRecord } from "@/lib/store/contracts/samples.ts";

/** Records of one fight, with a clock and how often it was read. */
function parts(status: "building" | "running") {
  const wakeups = new MemoryCache();
  const clock = { now: 0, reads: 0 };
  const recent = new RecentRecords({ wakeups, now: () => clock.now });
  const ask = (ownerId: string | null) =>
    recent.of(ownerId, "a", () => {
      clock.reads++;
      const record = sampleRecord("a", { ownerId: "dm", status });
      return Promise.resolve(ownerId === "dm" ? ok(record) : notThere());
    });
  return { wakeups, clock, ask };
}

Deno.test("the record of a running fight is read once in five seconds", async () => {
  const { clock, ask } = parts("running");
  for (const [now, reads] of [[0, 1], [1, 1], [5_000, 1], [5_001, 2], [5_002, 2]] as const) {
    clock.now = now;
    assert.ok((await ask("dm")).ok);
    assert.equal(clock.reads, reads, `at ${now}`);
  }
});

Deno.test("nobody else's yes is taken, and no refusal is kept", async () => {
  const { clock, ask } = parts("running");
  assert.ok((await ask("dm")).ok);
  for (const [owner, reads] of [["another", 2], [null, 3], ["another", 4]] as const) {
    assert.equal((await ask(owner)).ok, false);
    assert.equal(clock.reads, reads);
  }
});

Deno.test("a fight that is being built is read each time", async () => {
  const { clock, ask } = parts("building");
  await ask("dm");
  await ask("dm");
  assert.equal(clock.reads, 2);
});

Deno.test("a wake-up that says more than an append, and a gap, forget the record", async () => {
  const { wakeups, clock, ask } = parts("running");
  await ask("dm");
  await wakeups.publish({ encounterId: "a", version: 2, news: "an append" });
  await ask("dm");
  assert.equal(clock.reads, 1);
  await wakeups.publish({ encounterId: "a", version: 2 });
  await ask("dm");
  assert.equal(clock.reads, 2);
  wakeups.deliver({ type: "gap" });
  await ask("dm");
  assert.equal(clock.reads, 3);
});
