/** Small faults on the built server: odd addresses, wrong methods, foreign texts, open files. */
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { newEncounter } from "@/tests/api/encounters.ts";

/** Sends a request head as it is; answers the whole answer as text. */
async function raw(origin: string, head: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(`${head}\r\nconnection: close\r\n\r\n`));
  return await new Response(connection.readable).text();
}

Deno.test("the built app and small faults", async (t) => {
  await using app = await startApp();
  const { origin } = app;
  const dm = new HttpPerson(origin);
  const id = await newEncounter(dm);

  await t.step("a host that is no name is 400, without a trace in the log", async () => {
    for (const host of ["a b<>", "x:99999", "[::1", "a@b", "a/b", "%zz"]) {
      const answer = await raw(origin, `GET /livez HTTP/1.1\r\nhost: ${host}`);
      assert.match(answer, /^HTTP\/1\.1 400 /, host);
      assert.doesNotMatch(answer, /\bat file:|TypeError/);
    }
    assert.doesNotMatch(app.lines.join("\n"), /TypeError|Invalid URL|\bat file:/);
    assert.match(await raw(origin, "GET /livez HTTP/1.1\r\nhost: [::1]:8000"), /^HTTP\/1\.1 200 /);
  });

  await t.step("a wrong method is 405 and told which are right", async () => {
    const api = await dm.fetch(`/api/v1/encounters/${id}/commands`);
    assert.equal(api.status, 405);
    assert.equal(api.headers.get("allow"), "POST");
    assert.equal((await api.json()).code, "METHOD_NOT_ALLOWED");
    const page = await dm.fetch("/livez", { method: "POST" });
    assert.equal(page.status, 405);
    assert.equal(page.headers.get("allow"), "GET, HEAD");
    await page.body?.cancel();
    const none = await dm.fetch("/nothing", { method: "POST" });
    assert.equal(none.status, 404);
    await none.body?.cancel();
  });

  await t.step("a link puts no words on a page; a form's own sentence is shown once", async () => {
    const words = "Your-account-is-locked";
    for (const page of [`/encounters/${id}`, `/encounters/${id}/build`]) {
      for (const name of ["say", "problem", "bad"]) {
        const html = await (await dm.fetch(`${page}?${name}=${words}`)).text();
        assert.ok(!html.includes(words), `${page}?${name}`);
      }
    }
    const form = new URLSearchParams({ do: "next" });
    const sent = await dm.fetch(`/encounters/${id}`, { method: "POST", body: form });
    assert.equal(sent.status, 303);
    assert.equal(sent.headers.get("location"), `/encounters/${id}`);
    assert.ok(dm.cookies.get("notice"), "the refusal travels in a cookie");
    const page = await dm.fetch(`/encounters/${id}`);
    assert.match(await page.text(), /role="status"|class="toast/);
    assert.equal(dm.cookies.get("notice"), "");
  });

  await t.step("a share code is in no line of the log, whatever is asked for", async () => {
    for (const path of ["/K4TM9RWX", "/play/K4TM9RWX/more", "/Play/K4TM9RWX", "/play/K4TM9RWX"]) {
      await (await dm.fetch(path)).body?.cancel();
    }
    await (await fetch(`${origin}/livez`)).body?.cancel();
    assert.doesNotMatch(app.lines.join("\n"), /K4TM9RWX/);
  });

  await t.step("nobody but its user reads the store's files", async () => {
    const files = [...Deno.readDirSync(app.dataDir)].filter(({ name }) => /sqlite/.test(name));
    assert.ok(files.length >= 2, files.map(({ name }) => name).join());
    for (const { name } of files) {
      const { mode } = await Deno.stat(`${app.dataDir}/${name}`);
      assert.equal((mode ?? 0) & 0o077, 0, name);
    }
  });
});

Deno.test("an earlier release's store is closed to others at the start", async () => {
  const dataDir = await Deno.makeTempDir();
  const first = await startApp({ dataDir });
  await first.stop();
  await Deno.chmod(`${dataDir}/tracker.sqlite`, 0o644);
  const app = await startApp({ dataDir });
  try {
    assert.equal((await Deno.stat(`${dataDir}/tracker.sqlite`)).mode! & 0o777, 0o600);
  } finally {
    await app.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});
