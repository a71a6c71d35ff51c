// What clients see while the server is asked to end: what was begun is answered, streams end in
// order, and nothing new is taken.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { storePath } from "@/lib/store/sqlite/open.ts";
import { newEncounter, share } from "@/tests/api/encounters.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";

const LOCK_MS = 800;

Deno.test("a write that waits for a lock when the server is ended is answered and kept", async () => {
  await using app = await startApp();
  const dm = new HttpPerson(app.origin);
  await newEncounter(dm);
  using other = new DatabaseSync(storePath(app.dataDir));
  other.exec("BEGIN IMMEDIATE");
  const creating = newEncounter(dm, "Begun before the end");
  await sleep(100);
  Deno.kill(app.pid, "SIGTERM");
  await sleep(LOCK_MS);
  other.exec("ROLLBACK");
  const id = await creating;
  assert.equal(await app.stop(), 0);
  assert.ok(id);
});

Deno.test("a draining server is not ready, then ends its streams in order and refuses", async () => {
  await using app = await startApp({ env: { DRAIN_SECONDS: "1" } });
  const dm = new HttpPerson(app.origin);
  const id = await newEncounter(dm);
  const code = await share(dm, id);
  const stream = await fetch(`${app.origin}/api/v1/play/${code}/stream`);
  assert.equal(stream.status, 200);
  const ended = stream.text();
  Deno.kill(app.pid, "SIGTERM");
  await sleep(200);
  const readiness = await fetch(`${app.origin}/readyz`);
  assert.deepEqual([readiness.status, await readiness.text()], [503, "not ready"]);
  assert.ok(await newEncounter(dm, "Made while draining"));
  // A stream that was cut off would be an error here.
  assert.match(await ended, /^event:hello/m);
  assert.equal(await app.stop(), 0);
  await assert.rejects(fetch(`${app.origin}/livez`));
});

Deno.test("a request that never ends is cut off after ten seconds, and the server ends", async () => {
  await using app = await startApp();
  const { port } = new URL(app.origin);
  using slow = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const head = "POST /api/v1/encounters HTTP/1.1\r\nhost: localhost\r\n" +
    "content-type: application/json\r\ncontent-length: 100\r\n\r\n{";
  await slow.write(new TextEncoder().encode(head));
  await sleep(200);
  assert.equal(await app.stop(), 0);
  assert.ok(app.lines.some((line) => /cut off: they ran longer than 10 s/.test(line)));
});
