import assert from "node:assert/strict";
import { startApp } from "../help/app.ts";
import { HttpPerson } from "../help/person.ts";

const CORPUS = new URL("../fixtures/interchange/", import.meta.url);

/** Sends a file and returns the last line of the answer. */
async function send(
  person: HttpPerson,
  step: string,
  body: string,
): Promise<Record<string, unknown>> {
  const response = await person.fetch(`/api/v1/import?step=${step}`, { method: "POST", body });
  assert.equal(response.status, 200);
  const lines = (await response.text()).trim().split("\n");
  return JSON.parse(lines.at(-1) ?? "{}");
}

async function exported(person: HttpPerson) {
  const response = await person.fetch("/export/account.json");
  assert.match(
    response.headers.get("content-disposition") ?? "",
    /attachment; filename="encounter-tracker.json"/,
  );
  const { exportedAt: _, ...file } = await response.json();
  return file;
}

const field = (value: unknown, key: string): unknown => Reflect.get(Object(value), key);

/** Fights have names of their own in each account. */
function withoutIds(file: { encounters: { id: string }[] }) {
  return { ...file, encounters: file.encounters.map(({ id: _, ...rest }) => rest) };
}

Deno.test("a whole account goes out as a file and comes in elsewhere as it was", async () => {
  await using app = await startApp();
  const mara = new HttpPerson(app.origin);
  for (
    const file of ["improved-initiative-backup.json", "own-full.json", "5etools-homebrew.json"]
  ) {
    const stored = await send(mara, "store", await Deno.readTextFile(new URL(file, CORPUS)));
    assert.equal(stored["kind"], "stored", file);
  }
  const hers = await exported(mara);
  assert.deepEqual(
    [hers.creatures.length, hers.parties.length, hers.templates.length, hers.encounters.length],
    [6, 3, 1, 2],
  );
  const tom = new HttpPerson(app.origin);
  const seen = await send(tom, "preview", JSON.stringify(hers));
  assert.equal(seen["kind"], "report");
  assert.equal((await exported(tom)).creatures.length, 0, "looking stores nothing");
  await send(tom, "store", JSON.stringify(hers));
  const his = await exported(tom);
  assert.deepEqual(withoutIds(his), withoutIds(hers));
  const home = await send(mara, "preview", JSON.stringify(hers));
  assert.deepEqual(field(field(home, "report"), "counts"), {
    creatures: 0,
    parties: 0,
    encounters: 0,
    templates: 0,
    known: 12,
  });
});

Deno.test("the schema of the export is served, and single creatures go out in every form", async () => {
  await using app = await startApp();
  const person = new HttpPerson(app.origin);
  const schema = await (await person.fetch("/schemas/export-1.json")).json();
  assert.deepEqual([schema.type, schema.properties.version.const], ["object", 1]);
  const forms = {
    json: /"format": "encounter-tracker"/,
    markdown: /^## Goblin/,
    csv: /^Name,Edition/,
    "improved-initiative": /"Creatures"/,
  };
  for (const [format, has] of Object.entries(forms)) {
    const response = await person.fetch(`/export/creature/goblin-2014?format=${format}`);
    assert.match(await response.text(), has);
  }
  assert.equal((await person.fetch("/export/creature/nobody")).status, 404);
  assert.equal((await person.fetch("/export/nothing.zip")).status, 404);
});

Deno.test("a broken file is one problem line, and a file beyond the limit is refused", async () => {
  await using app = await startApp();
  const person = new HttpPerson(app.origin);
  const problem = await send(person, "store", "{ broken");
  assert.deepEqual([problem["kind"], typeof problem["message"]], ["problem", "string"]);
  const body = new Uint8Array(9 * 1024 * 1024).fill(32);
  const large = await person.fetch("/api/v1/import?step=preview", { method: "POST", body });
  assert.equal(large.status, 413);
  const foreign = await person.fetch("/api/v1/import?step=preview&url=https://169.254.169.254/", {
    method: "POST",
  });
  assert.equal(foreign.status, 400);
});
