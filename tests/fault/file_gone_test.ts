// The database's files are deleted, moved or replaced under a running server: nothing is
// acknowledged that would be lost, readiness falls, and the reason that people read is the true one.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { newEncounter } from "@/tests/api/encounters.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";

/** How the files of a store can be taken from under it, and what has to be said of that. */
const WAYS: readonly {
  readonly name: string;
  readonly take: (path: string) => Promise<void>;
  readonly says: RegExp;
}[] = [
  {
    name: "all files deleted",
    take: async (path) => {
      for (const file of [path, `${path}-wal`, `${path}-shm`]) await Deno.remove(file);
    },
    says: /a file of the database was deleted or moved away \(put it back/,
  },
  {
    name: "only the log deleted",
    take: (path) => Deno.remove(`${path}-wal`),
    says: /a file of the database was deleted or moved away/,
  },
  {
    name: "moved away",
    take: (path) => Deno.rename(path, `${path}.old`),
    says: /a file of the database was deleted or moved away/,
  },
  {
    name: "replaced by a copy",
    take: async (path) => {
      await Deno.copyFile(path, `${path}.copy`);
      await Deno.rename(`${path}.copy`, path);
    },
    says: /another file stands in the place of the database's \(restart/,
  },
];

async function detailOf(origin: string): Promise<{ status: string; detail: string }> {
  const health = await (await fetch(`${origin}/health`)).json();
  const { status, detail = "" } = health.components.find(
    (component: { name: string }) => component.name === "database",
  );
  return { status, detail };
}

for (const { name, take, says } of WAYS) {
  Deno.test(`${name} under a running server: no write is acknowledged`, async () => {
    await using app = await startApp({ env: { LOG_LEVEL: "error" } });
    const dm = new HttpPerson(app.origin);
    await newEncounter(dm);
    await take(`${app.dataDir}/tracker.sqlite`);
    for (let i = 0; i < 6; i++) {
      const made = await dm.send("POST", "/api/v1/encounters", { name, edition: "2024" });
      const text = await made.text();
      assert.equal(made.status, 503, text);
      assert.ok(!text.includes(app.dataDir), "visitors see no path");
    }
    for (let i = 0; (await fetch(`${app.origin}/readyz`)).status !== 503; i++) {
      assert.ok(i < 100, "still ready");
      await sleep(100);
    }
    const { status, detail } = await detailOf(app.origin);
    assert.equal(status, "down");
    assert.match(detail, says);
    const logged = app.lines.filter((line) => line.includes('"fault"')).join("\n");
    assert.ok(logged.includes(`${app.dataDir}/tracker.sqlite`), logged);
  });
}

Deno.test("a database that is moved away and back is written again without a restart", async () => {
  await using app = await startApp();
  const dm = new HttpPerson(app.origin);
  await newEncounter(dm);
  const path = `${app.dataDir}/tracker.sqlite`;
  await Deno.rename(path, `${path}.old`);
  const refused = await dm.send("POST", "/api/v1/encounters", { name: "x", edition: "2024" });
  assert.equal(refused.status, 503, await refused.text());
  await Deno.rename(`${path}.old`, path);
  await newEncounter(dm);
});
