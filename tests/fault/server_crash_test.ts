import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore, storePath } from "@/lib/store/sqlite/open.ts";
import { newEncounter, sent } from "@/tests/api/encounters.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";

const KILLS = 50;
const FIGHTS = 4;
/** Four fights at one command each 20 ms: 200 a second. */
const PAUSE_MS = 20;

/** One fight's sender: a command that was not acknowledged is sent again to the next server. */
class Sender {
  readonly acknowledged: string[] = [];
  repeated = 0;
  #pending: ReturnType<typeof sent> | undefined;
  #count = 0;

  constructor(private readonly dm: HttpPerson, readonly id: string) {}

  /** Sends until the server is gone; `first` is called at each acknowledgement. */
  async run(origin: string, first: () => void): Promise<void> {
    for (;;) {
      const command = this.#pending ??= sent({
        type: "RenameEncounter",
        name: `Fight ${++this.#count}`,
      });
      try {
        const path = `/api/v1/encounters/${this.id}/commands`;
        const body = { sentAt: Date.now(), commands: [command] };
        const response = await this.dm.at(origin).send("POST", path, body);
        const answer = await response.json();
        assert.equal(response.status, 200, JSON.stringify(answer));
        if (answer.results[0].status === "repeated") this.repeated++;
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        return;
      }
      this.acknowledged.push(command.id);
      this.#pending = undefined;
      first();
      await sleep(PAUSE_MS);
    }
  }
}

Deno.test("50 × kill -9 of the server under 200 commands a second loses and doubles none", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "tracker-crash-" });
  const seed = Date.now() % 100_000;
  console.log(`seed ${seed}`);
  let dm: HttpPerson | undefined;
  const senders: Sender[] = [];
  for (let run = 0; run < KILLS; run++) {
    const app = await startApp({ dataDir, env: { LOG_LEVEL: "error" } });
    dm ??= new HttpPerson(app.origin);
    while (senders.length < FIGHTS) senders.push(new Sender(dm, await newEncounter(dm)));
    const first = Promise.withResolvers<void>();
    const sending = Promise.all(senders.map((sender) => sender.run(app.origin, first.resolve)));
    await Promise.race([first.promise, sending]);
    await sleep(((seed + run) * 0.618_033_988_749 % 1) * 250);
    await app.kill();
    await sending;
  }
  const store = openStore({ path: storePath(dataDir) });
  let total = 0;
  for (const { id, acknowledged } of senders) {
    const entries = await store.encounters.entriesAfter(id, 0);
    entries.forEach(({ version }, at) => assert.equal(version, at + 1, "the log has a gap"));
    const there = entries.map(({ commandId }) => commandId);
    assert.equal(new Set(there).size, there.length, "a command is there twice");
    assert.deepEqual(acknowledged.filter((candidate) => !there.includes(candidate)), []);
    // Its making, what was acknowledged, and at most the one that was under way at the last kill.
    assert.ok(there.length - 1 - acknowledged.length <= 1);
    total += acknowledged.length;
  }
  await store.close();
  const repeated = senders.reduce((sum, sender) => sum + sender.repeated, 0);
  console.log(`${total} acknowledged; ${repeated} were kept, but killed before their answer`);
  assert.ok(total > KILLS * 4, `only ${total} commands`);
  await Deno.remove(dataDir, { recursive: true });
});
