import assert from "node:assert/strict";
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { startApp } from "@/tests/help/app.ts";

/** Sends bytes as they are and returns the first line of the answer. */
async function raw(origin: string, bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(origin);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const buffer = new Uint8Array(1_024);
  const answer = connection.read(buffer).catch(() => null);
  const data = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  try {
    for (let at = 0; at < data.length;) at += await connection.write(data.subarray(at));
  } catch {
    // The server answered and hung up before it had read everything.
  }
  return new TextDecoder().decode(buffer.subarray(0, await answer ?? 0)).split("\r\n")[0] ?? "";
}

Deno.test("the built app, asked badly", async (t) => {
  await using app = await startApp();
  const { origin } = app;
  const json = { accept: "application/json" };

  await t.step("probes answer one word", async () => {
    for (const [path, word] of [["/livez", "ok"], ["/readyz", "ready"]] as const) {
      const response = await fetch(origin + path);
      assert.equal(response.headers.get("cache-control"), "no-store");
      assert.equal(await response.text(), word);
    }
  });

  await t.step("an unknown route is a problem for programs and a page for people", async () => {
    const program = await fetch(`${origin}/api/v1/nothing`);
    assert.equal(program.status, 404);
    assert.equal(program.headers.get("content-type"), "application/problem+json");
    const body = await program.json();
    assert.equal(body.code, "NOT_FOUND");
    assert.equal(body.requestId, program.headers.get("x-request-id"));
    const person = await fetch(`${origin}/nothing`, { headers: { accept: "text/html" } });
    assert.match(await person.text(), /<h1>Not found<\/h1>/);
  });

  await t.step("a request from elsewhere changes nothing", async () => {
    for (const headers of [{}, { origin: "https://evil.example" }]) {
      const body = new URLSearchParams({ theme: "dark" });
      const response = await fetch(`${origin}/theme`, { method: "POST", body, headers });
      assert.equal(response.status, 403);
      assert.equal(response.headers.get("set-cookie"), null);
      await response.body?.cancel();
    }
  });

  await t.step("a form with nonsense in it is refused with what to do", async () => {
    const body = new URLSearchParams({ theme: "pink" });
    const response = await fetch(`${origin}/theme`, { method: "POST", body, headers: { origin } });
    assert.equal(response.status, 400);
    assert.equal((await response.json()).errors[0].path, "theme");
  });

  await t.step("the way back never leaves the site", async () => {
    for (const to of ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb: c"]) {
      const response = await fetch(`${origin}/theme`, {
        method: "POST",
        body: new URLSearchParams({ theme: "dark", to }),
        headers: { origin },
        redirect: "manual",
      });
      assert.equal(response.headers.get("location"), "/");
      await response.body?.cancel();
    }
  });

  await t.step(
    "ten megabytes are refused by their length, and without one by counting",
    async () => {
      const big = new Uint8Array(10 * 1024 * 1024);
      const { host } = new URL(origin);
      const head = `POST /theme HTTP/1.1\r\nhost: ${host}\r\norigin: ${origin}\r\n`;
      const announced = await raw(origin, `${head}content-length: ${big.length}\r\n\r\n`);
      assert.match(announced, / 413 /);
      const type = "content-type: application/x-www-form-urlencoded";
      const chunked = `${head}${type}\r\ntransfer-encoding: chunked\r\n\r\na00000\r\n`;
      const bytes = new Uint8Array(chunked.length + big.length);
      bytes.set(new TextEncoder().encode(chunked));
      assert.match(await raw(origin, bytes), / 413 /);
    },
  );

  await t.step("malformed requests never end the process or show a fault", async () => {
    const paths = ["/%", "/%ff", "/%00", "/..%2f..%2fdeno.json", "/.env", "/static/../main.ts"];
    for (const path of [...paths, "/_fresh/server.js", "//evil.example", `/${"a".repeat(9_000)}`]) {
      const line = await raw(
        origin,
        `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      );
      assert.match(line, /^HTTP\/1\.1 (30[127]|4\d\d) /, `${path}: ${line}`);
    }
    const header = `GET / HTTP/1.1\r\nhost: x\r\nx-big: ${"a".repeat(10 * 1024 * 1024)}\r\n\r\n`;
    assert.match(await raw(origin, header), /^HTTP\/1\.1 4\d\d |^$/);
    assert.equal((await fetch(`${origin}/livez`)).status, 200);
  });

  await t.step("a request that is cut off is no fault of ours", async () => {
    for (let i = 0; i < 20; i++) {
      const abort = new AbortController();
      const answer = fetch(origin, { signal: abort.signal }).catch(() => undefined);
      abort.abort();
      await answer;
    }
    assert.equal((await fetch(`${origin}/livez`, { headers: json })).status, 200);
    assert.deepEqual(app.lines.filter((line) => line.includes('"fault"')), []);
  });

  await t.step("every answer has a policy, an id and no name", async () => {
    for (const path of ["/", "/nothing", "/livez", "/icon.svg", "/api/v1/nothing"]) {
      const { headers, body } = await fetch(origin + path);
      await body?.cancel();
      assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'/);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
      assert.equal(headers.get("x-powered-by"), null);
    }
  });

  await t.step("a search without scripts shows what was looked for", async () => {
    const html = await (await fetch(`${origin}/bestiary?q=goblin`)).text();
    const field = /<input[^>]* id="q"[^>]*>/.exec(html)?.[0] ?? "";
    assert.match(field, / value="goblin"/);
    assert.match(field, / spellcheck="false"/);
  });

  await t.step("each section's pages link its sheet, and what it names is there", async () => {
    const sheets = async (path: string) => {
      const html = await (await fetch(origin + path)).text();
      return [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href = ""]) =>
        href
      );
    };
    const shared = await sheets("/offline");
    assert.equal(shared.length, 1);
    for (const [path, section] of [["/", "landing"], ["/join", "player"], ["/import", "import"]]) {
      const own = (await sheets(path ?? "")).filter((href) => !shared.includes(href));
      assert.match(own.join(), new RegExp(`^/assets/section-${section}-[\\w-]{8}\\.css$`));
      const response = await fetch(origin + own.join());
      assert.match(await response.text(), /@layer pages/);
    }
  });

  await t.step("a file that is only ever part of a page carries no page's policy", async () => {
    const html = await (await fetch(origin)).text();
    const sheet = /<link rel="stylesheet" href="([^"]+)">/.exec(html)?.[1];
    assert.ok(sheet !== undefined);
    const { headers, body } = await fetch(origin + sheet);
    await body?.cancel();
    assert.match(headers.get("cache-control") ?? "", /immutable/);
    assert.equal(headers.get("content-security-policy"), null);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  });

  await t.step(
    "fonts are named by their content and kept, other files of static/ are not",
    async () => {
      const kept = async (path: string) => {
        const { status, headers, body } = await fetch(origin + path);
        await body?.cancel();
        assert.equal(status, 200, path);
        return /immutable/.test(headers.get("cache-control") ?? "");
      };
      const fonts = [...Deno.readDirSync("static/fonts")].filter(({ name }) => /woff2$/.test(name));
      assert.ok(fonts.length > 0);
      for (const { name } of fonts) assert.ok(await kept("/fonts/" + name), name);
      assert.equal(await kept("/icon.svg"), false);
      assert.equal(await kept("/fonts/LICENSE-faustina.txt"), false);
    },
  );
});

Deno.test("each request writes one line of JSON, then the app ends when asked", async () => {
  const app = await startApp();
  for (let i = 0; i < 5; i++) await (await fetch(app.origin)).body?.cancel();
  assert.equal(await app.stop("SIGTERM"), 0);
  const lines = app.lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  const requests = lines.filter((line) => line.event === "request");
  assert.equal(requests.length, 5);
  assert.equal(new Set(requests.map((line) => line.requestId)).size, 5);
  assert.deepEqual(new Set(requests.map((line) => line.route)), new Set(["/"]));
});

Deno.test("half a configuration ends the process with 78 before it listens", async () => {
  const secret = "hunter2-hunter2";
  const env = { APP_ENV: "prod", PORT: "eighty", TRUST_PROXY: secret };
  await assert.rejects(startApp({ env }), (error: Error) => {
    assert.match(error.message, /ended with 78/);
    assert.match(error.message, /3 problems in the configuration/);
    for (const name of Object.keys(env)) assert.ok(error.message.includes(name), name);
    assert.ok(!error.message.includes(secret));
    assert.ok(!error.message.includes("http://localhost"));
    return true;
  });
});

Deno.test("the built server uses web standards and node: built-ins, nothing of Deno's own", async () => {
  await ensureBuilt();
  const folder = `${ROOT}_fresh`;
  const files = [`${folder}/server.js`];
  const look = async (path: string) => {
    for await (const { name, isDirectory } of Deno.readDir(path)) {
      if (isDirectory) await look(`${path}/${name}`);
      else if (name.endsWith(".js")) files.push(`${path}/${name}`);
    }
  };
  await look(`${folder}/server`);
  assert.ok(files.length > 10, `only ${files.length} files`);
  for (const file of files) {
    assert.doesNotMatch(await Deno.readTextFile(file), /\bDeno\s*\.\s*\w/, file);
  }
});
