import assert from "node:assert/strict";

const RUNTIME = new URL("./runtime.ts", import.meta.url).href;
const SHUTDOWN = new URL("./serving/shutdown.ts", import.meta.url).href;

/** What a program writes that queues three lines, the second made later, and then ends somehow. */
async function written(ending: string): Promise<string> {
  const program = `import { writeLine } from "${RUNTIME}";
import { onShutdown } from "${SHUTDOWN}";
import process from "node:process";
onShutdown({ drain() {}, endStreams() {}, close: () => Promise.resolve() });
writeLine("one");
writeLine(() => "two");
writeLine(() => { throw new Error("cannot be made") });
writeLine("three");
${ending}`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", program],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("queued lines are written however the process ends", async () => {
  const endings = [
    "",
    "process.exit(3);",
    `process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 5_000);`,
    "setTimeout(() => { throw new Error('a fault') }, 1); setTimeout(() => {}, 5_000);",
    "Promise.reject(new Error('a fault')); setTimeout(() => {}, 5_000);",
    "await new Promise((resolve) => setTimeout(resolve, 80)); process.exit(0);",
  ];
  for (const ending of endings) assert.equal(await written(ending), "one\ntwo\nthree\n", ending);
});

Deno.test("a full disk for the log ends nothing, and what is lost is counted", async () => {
  const program = `import { droppedLines, writeLine } from "${RUNTIME}";
import { setTimeout } from "node:timers/promises";
writeLine("one");
writeLine("two");
await setTimeout(80);
writeLine("three");
await setTimeout(80);
console.error(droppedLines());`;
  const run = `exec "$0" eval --no-check "$1" > /dev/full`;
  const { code, stderr } = await new Deno.Command("sh", {
    args: ["-c", run, Deno.execPath(), program],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  assert.equal(code, 0);
  assert.equal(new TextDecoder().decode(stderr).trim(), "3");
});
