import assert from "node:assert/strict";
import { SITE_OWNER } from "@/lib/bestiary/source_texts.ts";
import { ensureSchema } from "@/lib/store/migrations/ensure_schema.ts";
import { openMigrationStore, openStore } from "@/lib/store/sqlite/open.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { readTexts, readWords, storeTexts } from "./srd_import.ts";
import { texts2014, texts2024 } from "./srd/texts.ts";

const MONSTER = {
  index: "moss-imp",
  name: "Moss Imp",
  desc: "A small green nuisance.",
  special_abilities: [{ name: "Damp", desc: "It drips." }],
  actions: [{ name: "Slap", desc: "It slaps." }],
};
const KEY = "srd-2024_moss-imp";
const CREATURES = [{ pk: KEY, fields: { name: "Moss Imp" } }];
const TRAITS = [{ fields: { parent: KEY, name: "Damp", desc: "It drips more." } }];
const ACTIONS = [{
  fields: {
    parent: KEY,
    name: "Dodge",
    desc: "Away!",
    action_type: "BONUS_ACTION",
    order_in_statblock: 1,
  },
}];

async function temporary(): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await Deno.makeTempDir();
  return { dir, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

Deno.test("readTexts() finds both data sets, in folders or side by side", async () => {
  await using temp = await temporary();
  await Deno.mkdir(`${temp.dir}/2014`);
  await Deno.writeTextFile(`${temp.dir}/2014/5e-bits-Monsters.json`, JSON.stringify([MONSTER]));
  await Deno.writeTextFile(`${temp.dir}/open5e-Creature.json`, JSON.stringify(CREATURES));
  await Deno.writeTextFile(`${temp.dir}/open5e-CreatureTrait.json`, JSON.stringify(TRAITS));
  await Deno.writeTextFile(`${temp.dir}/open5e-CreatureAction.json`, JSON.stringify(ACTIONS));
  const texts = await readTexts(temp.dir);
  assert.deepEqual(texts.map((t) => t.slug), ["moss-imp-2014", "moss-imp-2024"]);
  assert.deepEqual(texts[0]?.entries.map((e) => e.part), ["about", "trait", "action"]);
  assert.deepEqual(texts[1]?.entries.map((e) => [e.part, e.text]), [
    ["trait", "It drips more."],
    ["bonus action", "Away!"],
  ]);
  assert.deepEqual(await readTexts(`${temp.dir}/nowhere`), []);
});

Deno.test("storeTexts() writes once, renews what changed and leaves the rest", async () => {
  await using temp = await temporary();
  const path = `${temp.dir}/texts.sqlite`;
  const migrations = openMigrationStore({ path });
  await ensureSchema(migrations, MIGRATIONS, { migrate: true, owner: "test" });
  migrations.close();
  const store = openStore({ path });
  const load = (desc: string) =>
    storeTexts(store.documents, texts2014([{ ...MONSTER, desc }]), SITE_OWNER, 1000, () => {});
  try {
    assert.equal(await load("Green."), 1);
    assert.equal(await load("Green."), 0);
    assert.equal(await load("Greener."), 1);
    const kept = await store.documents.get({
      ownerId: SITE_OWNER,
      kind: "source-text",
      id: "moss-imp-2014",
    });
    assert.equal(kept?.version, 2);
  } finally {
    await store.close();
  }
});

Deno.test("files of another shape are refused whole", () => {
  for (const odd of [null, {}, [{ index: "../x", name: "X" }], [{ index: "x" }], "text", [[]]]) {
    assert.throws(() => texts2014(odd));
    assert.throws(() => texts2024(odd, [], []));
  }
});

Deno.test("readWords() takes a folder and perhaps an owner", () => {
  assert.deepEqual(readWords(["srd"]), { dir: "srd", owner: SITE_OWNER });
  assert.deepEqual(readWords(["srd", "--owner", "ann"]), { dir: "srd", owner: "ann" });
  for (
    const odd of [[], ["--owner", "ann"], ["srd", "--owner"], ["srd", "more"], [
      "a",
      "--owner",
      "b",
      "c",
    ]]
  ) {
    assert.equal(readWords(odd), undefined);
  }
});
