// The built server on Node: the same variables, reports and end as on Deno.
import assert from "node:assert/strict";
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { run } from "@/tasks/lib/run.ts";

const ENTRY = "_fresh/node-entry.js";

/** Node 24 of the tools' cache, or why there is none. */
const tool = (await run(".ci/tools", ["node24"], { output: "collect" })).text.trim();
const node = /^ok node24 \S+ (\/.+)$/m.exec(tool)?.[1];
if (node === undefined) console.log(`left out: the server on Node 24 (${tool})`);

interface OnNode {
  readonly origin: string;
  readonly child: Deno.ChildProcess;
  readonly errors: Promise<string>;
}

async function textOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  return await new Response(stream).text();
}

async function startNode(program: string, env: Record<string, string>): Promise<OnNode> {
  const child = new Deno.Command(program, {
    args: [ENTRY],
    cwd: ROOT,
    env: { APP_ENV: "test", NO_COLOR: "1", NODE_NO_WARNINGS: "1", ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = textOf(child.stderr);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`Node ended: ${said}\n${await errors}`);
    said += value;
    const origin = /http:\/\/localhost:\d+/.exec(said)?.[0];
    if (origin === undefined) continue;
    void (async () => {
      while (!(await reader.read()).done);
    })();
    return { origin, child, errors };
  }
}

/** How a start that fails ends. */
async function failsOnNode(program: string, env: Record<string, string>, args = [ENTRY]) {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1", NODE_NO_WARNINGS: "1", ...env },
    clearEnv: true,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

if (node !== undefined) {
  Deno.test("on Node 24 the server takes the env file's port and host, and ends in order", async () => {
    await ensureBuilt();
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/env`, `PORT=0\nHOST=127.0.0.1\nDATA_DIR=${folder}/data\n`);
    const { origin, child, errors } = await startNode(node, { ENV_FILE: `${folder}/env` });
    try {
      assert.equal(await (await fetch(`${origin}/readyz`)).text(), "ready");
      const made = await fetch(`${origin}/api/v1/encounters`, {
        method: "POST",
        headers: { "content-type": "application/json", "origin": origin },
        body: JSON.stringify({ name: "On Node", edition: "2024" }),
      });
      assert.equal(made.status, 201, await made.text());
      const page = await (await fetch(origin)).text();
      assert.match(page, /<title>/);
      // Another address of this machine is not listened on.
      const { port } = new URL(origin);
      await assert.rejects(fetch(`http://127.0.0.2:${port}/livez`));
      const taken = await failsOnNode(node, { APP_ENV: "test", DATA_DIR: folder, PORT: port });
      assert.equal(taken.code, 1);
      assert.match(taken.text, /^Cannot listen on 127\.0\.0\.1 port \d+: it is taken\. Choose/m);
      assert.doesNotMatch(taken.text, /\n {4}at /, "no stack");
    } finally {
      child.kill("SIGTERM");
    }
    assert.equal((await child.status).code, 0, await errors);
    await Deno.remove(folder, { recursive: true });
  });

  Deno.test("on Node heads that never end and silent connections are closed", async () => {
    await ensureBuilt();
    const folder = await Deno.makeTempDir();
    const { origin, child, errors } = await startNode(node, { PORT: "0", DATA_DIR: folder });
    const port = Number(new URL(origin).port);
    try {
      const openings = ["", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b"];
      const closed = await Promise.all(openings.map(async (opening) => {
        const socket = await Deno.connect({ hostname: "127.0.0.1", port });
        if (opening !== "") await socket.write(new TextEncoder().encode(opening));
        // Until the server ends it; a server that never does lets the test run out of time.
        const said = await textOf(socket.readable);
        return said.split("\r\n")[0] ?? "";
      }));
      assert.match(closed[1] ?? "", /^HTTP\/1\.1 408 /);
      assert.equal((await fetch(`${origin}/livez`)).status, 200);
    } finally {
      child.kill("SIGTERM");
    }
    assert.equal((await child.status).code, 0, await errors);
    await Deno.remove(folder, { recursive: true });
  });

  Deno.test("on Node a wrong configuration is the same report and ends with 78", async () => {
    await ensureBuilt();
    const { code, text } = await failsOnNode(node, { APP_ENV: "production", PORT: "x" });
    assert.equal(code, 78);
    assert.match(text, /PORT must be a whole number/);
    assert.match(text, /OPS_TOKEN is required in production/);
  });

  Deno.test("a Node that is too old is named with the oldest that does", async () => {
    await ensureBuilt();
    const entry = await Deno.readTextFile(`${ROOT}${ENTRY}`);
    const folder = await Deno.makeTempDir();
    // As Node 20 would run it: the same file, told that it runs there.
    const old = `Object.defineProperty(process.versions, "node", { value: "20.20.2" });\n${entry}`;
    await Deno.writeTextFile(`${folder}/entry.cjs`, old);
    const { code, text } = await failsOnNode(node, {}, [`${folder}/entry.cjs`]);
    await Deno.remove(folder, { recursive: true });
    assert.equal(code, 1);
    assert.equal(text.trim(), "Cannot start on Node 20.20.2: it takes Node 24 or newer");
  });
}
