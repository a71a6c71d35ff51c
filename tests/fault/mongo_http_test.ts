// The built server over MongoDB: what its visitors see while the database is away, that it is back
// by itself, and how it ends when its configuration cannot be used.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { startMongo } from "@/tasks/lib/mongo_server.ts";
import { command, newEncounter, sent } from "@/tests/api/encounters.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { startBadLine } from "@/tests/help/toxiproxy.ts";

const BACK_MS = 10_000;

Deno.test("while the database hangs people get 503 and when to come again; then it goes on", async () => {
  const server = await startMongo();
  const line = await startBadLine(server.port);
  const uri = `mongodb://127.0.0.1:${line.port}/tracker_test?directConnection=true`;
  const app = await startApp({ env: { MONGODB_URI: uri } });
  try {
    const dm = new HttpPerson(app.origin);
    const id = await newEncounter(dm);
    await command(dm, id, { type: "SetNotes", notes: "before" });
    const again = sent({ type: "SetNotes", notes: "while it hangs" });
    const send = () => {
      const body = { sentAt: Date.now(), commands: [again] };
      return dm.send("POST", `/api/v1/encounters/${id}/commands`, body);
    };
    await line.hang();
    const start = performance.now();
    const refused = await send();
    assert.equal(refused.status, 503, await refused.text());
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    assert.ok(performance.now() - start < 9_000, `${performance.now() - start} ms`);
    for (let i = 0; i < 120 && (await fetch(`${app.origin}/readyz`)).status === 200; i++) {
      await sleep(100);
    }
    assert.equal((await fetch(`${app.origin}/readyz`)).status, 503);
    assert.equal((await fetch(`${app.origin}/livez`)).status, 200);
    await line.mend();
    const mended = performance.now();
    for (let status = 503; status !== 200;) {
      const answer = await send();
      await answer.body?.cancel();
      status = answer.status;
      assert.ok(performance.now() - mended < BACK_MS, "not back within 10 s");
      if (status !== 200) await sleep(200);
    }
    const read = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    const notes = read.log.filter(({ commandId }: { commandId: string }) => commandId === again.id);
    assert.equal(notes.length, 1);
    for (let i = 0; i < 100 && (await fetch(`${app.origin}/readyz`)).status !== 200; i++) {
      await sleep(100);
    }
    assert.equal((await fetch(`${app.origin}/readyz`)).status, 200);
  } finally {
    await app.stop();
    await line.close();
    await server.close();
  }
});

Deno.test("a start with credentials that do not fit says one line and ends with 78", async () => {
  const server = await startMongo({ auth: true });
  const uri = `mongodb://app:not-the-password@127.0.0.1:${server.port}/tracker_test` +
    "?directConnection=true&authSource=admin";
  try {
    await assert.rejects(startApp({ env: { MONGODB_URI: uri } }), (error: Error) => {
      assert.match(error.message, /The app ended with 78/);
      assert.match(error.message, /MONGODB_URI cannot be used\. .*check name, password and roles/);
      assert.doesNotMatch(error.message, /not-the-password/);
      assert.equal(error.message.trim().split("\n").length, 2, error.message);
      return true;
    });
  } finally {
    await server.close();
  }
});
