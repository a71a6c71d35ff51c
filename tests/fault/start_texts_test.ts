// What an operator reads when a start fails: what, where, and what to do, without a stack.
import assert from "node:assert/strict";
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { runDeno } from "@/tasks/lib/run.ts";
import { smallDisk } from "@/tests/help/small_disk.ts";

async function startFails(env: Record<string, string>): Promise<{ code: number; text: string }> {
  await ensureBuilt();
  const { code, text } = await runDeno(["run", "-A", "tasks/start.ts", "--no-build"], {
    output: "collect",
    env: { APP_ENV: "test", PORT: "0", NO_COLOR: "1", LOG_LEVEL: "error", ...env },
  });
  assert.doesNotMatch(text, /^ {4}at /m, "no stack");
  return { code, text };
}

Deno.test("DATA_DIR that is a file, or lies below one, is named with what to do", async () => {
  const file = await Deno.makeTempFile();
  for (const DATA_DIR of [file, `${file}/below`]) {
    const { code, text } = await startFails({ DATA_DIR });
    assert.equal(code, 1);
    assert.ok(
      text.includes(`a part of the path is a file where a folder has to be (${file}`),
      text,
    );
    assert.match(text, /What to do: set DATA_DIR to a folder/);
  }
  await Deno.remove(file);
});

Deno.test("a file that is no database is named with what to do", async () => {
  const DATA_DIR = await Deno.makeTempDir();
  await Deno.writeTextFile(`${DATA_DIR}/tracker.sqlite`, "no database ".repeat(500));
  const { code, text } = await startFails({ DATA_DIR });
  assert.equal(code, 1);
  assert.ok(text.includes(`the database file is damaged (${DATA_DIR}/tracker.sqlite)`), text);
  assert.match(text, /What to do: stop the server, keep the file aside/);
  await Deno.remove(DATA_DIR, { recursive: true });
});

Deno.test("a disk that is mounted read-only is named with what to do", async () => {
  const disk = await smallDisk("3m");
  if (disk.kind === "missing") {
    console.log(`left out: a read-only mount (${disk.reason})`);
    return;
  }
  try {
    await disk.setReadOnly(true);
    const { code, text } = await startFails({ DATA_DIR: disk.path });
    assert.equal(code, 1);
    assert.match(text, /the database is read-only/);
    assert.ok(text.includes(disk.path), text);
    assert.match(text, /What to do: mount its disk writable/);
  } finally {
    await disk.remove();
  }
});

Deno.test("a HOST that is no address of this machine is named with what to do", async () => {
  const token = { OPS_TOKEN: "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe" };
  const DATA_DIR = await Deno.makeTempDir();
  const foreign = await startFails({ ...token, DATA_DIR, HOST: "203.0.113.7" });
  assert.equal(foreign.code, 1);
  assert.match(foreign.text, /Cannot listen on 203\.0\.113\.7 port 0: this machine does not have/);
  const unknown = await startFails({ ...token, DATA_DIR, HOST: "no-such-host.invalid" });
  assert.equal(unknown.code, 1);
  assert.match(unknown.text, /no machine has that name\. HOST is an address of this machine/);
  await Deno.remove(DATA_DIR, { recursive: true });
});

Deno.test("development with hot reload lets other machines in only with OPS_TOKEN", async () => {
  for (const words of [["--host"], ["--host", "0.0.0.0"]]) {
    const { code, text } = await runDeno(
      ["run", "-A", "npm:vite@7.3.8", "--config", "fresh.config.ts", "--port", "0", ...words],
      { output: "collect", env: { APP_ENV: "development", NO_COLOR: "1" } },
    );
    assert.equal(code, 78, text);
    assert.match(text, /OPS_TOKEN is needed because HOST lets other machines in/);
  }
});
