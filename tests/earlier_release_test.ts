// A database file and an export that an earlier release wrote, as this one reads them. They were
// made by playing docs/api.md's whole fight twice against that release, with a party beside it.
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { compose } from "@/lib/compose/compose.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { replay } from "@/lib/combat/evolve.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { readFile } from "@/lib/interchange/read_file.ts";

const FOLDER = new URL("./fixtures/before_0_2/", import.meta.url);

Deno.test("a database file of an earlier release opens, with every fight as it was", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    const packed = await Deno.readFile(new URL("tracker.sqlite.gz", FOLDER));
    await Deno.writeFile(`${dataDir}/tracker.sqlite`, gunzipSync(packed));
    const parsed = parseConfig({ APP_ENV: "test", LOG_LEVEL: "error", DATA_DIR: dataDir });
    assert.ok(parsed.ok);
    const services = await compose(parsed.config);
    try {
      assert.equal(services.ready(), true);
      const written: unknown = JSON.parse(
        await Deno.readTextFile(new URL("state.json", FOLDER)),
      );
      assert.ok(typeof written === "object" && written !== null && "id" in written);
      const id = String(written.id);
      const { encounters } = services.store;
      const entries = await encounters.entriesAfter(id, 0, 1_000);
      assert.ok(entries.length > 100);
      // The log of then, folded by the rules of now, is the fight that release showed.
      const folded = JSON.parse(JSON.stringify(replay(NOTHING_YET, entries)));
      assert.deepEqual(folded, written);
      assert.equal((await encounters.find(id))?.name, "Ember on the causeway");
    } finally {
      await services.close();
    }
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("an export of an earlier release is read without a loss", async () => {
  const text = await Deno.readTextFile(new URL("account.json", FOLDER));
  const reading = await readFile(text, { edition: "2014" });
  assert.ok(reading.ok, reading.ok ? "" : reading.message);
  const { items, report } = reading.value;
  assert.deepEqual(report.items.filter(({ outcome }) => outcome === "refused"), []);
  const party = items.find((item) => item.kind === "party");
  assert.equal(party?.kind === "party" && party.party.characters.length, 4);
  const encounters = items.flatMap((item) => item.kind === "encounter" ? [item.encounter] : []);
  assert.deepEqual(encounters.map(({ name, members }) => [name, members.length]), [
    ["Ember on the causeway", 15],
    ["Ember on the causeway (copy)", 15],
  ]);
});
