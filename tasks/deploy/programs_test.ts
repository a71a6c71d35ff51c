import assert from "node:assert/strict";
import { ROOT } from "@/tasks/lib/files.ts";
import { endProcess, isAlive, leaveRunning, readLeft } from "./programs.ts";

const SLEEP = ["sleep", "60"];

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "left-running-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function places(folder: string) {
  return { log: `${folder}/log`, record: `${folder}/run.json`, port: 8_100 };
}

Deno.test("what is left running stands in its record, and ends by it", () =>
  inFolder(async (folder) => {
    const left = await leaveRunning({ cwd: folder }, SLEEP, places(folder));
    assert.deepEqual(await readLeft(`${folder}/run.json`), left);
    assert.equal(left.port, 8_100);
    assert.ok(isAlive(left.pid));
    await endProcess(left.pid);
    assert.ok(!isAlive(left.pid));
  }));

Deno.test("who starts it may be killed at once: the record names what runs all the same", () =>
  inFolder(async (folder) => {
    // The program is started before the first wait of `leaveRunning`; nothing comes after.
    const program = `
      import { leaveRunning } from "@/tasks/deploy/programs.ts";
      const [place, command, places] = JSON.parse(Deno.args[0]);
      void leaveRunning(place, command, places);
      Deno.kill(Deno.pid, "SIGKILL");
    `;
    const words = JSON.stringify([{ cwd: folder }, SLEEP, places(folder)]);
    const path = `${folder}/start_and_die.ts`;
    await Deno.writeTextFile(path, program);
    const { signal } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--config", `${ROOT}deno.json`, path, words],
    }).output();
    assert.equal(signal, "SIGKILL");
    let left = await readLeft(`${folder}/run.json`);
    for (let i = 0; i < 200 && left === undefined; i++) {
      await new Promise((wait) => setTimeout(wait, 25));
      left = await readLeft(`${folder}/run.json`);
    }
    assert.ok(left, "no record");
    assert.ok(isAlive(left.pid));
    await endProcess(left.pid);
    assert.ok(!isAlive(left.pid));
  }));

Deno.test("where no record can be written nothing runs", () =>
  inFolder(async (folder) => {
    const to = { ...places(folder), record: `${folder}/none/run.json` };
    const marked = ["sh", "-c", `touch ${folder}/ran`];
    await assert.rejects(leaveRunning({ cwd: folder }, marked, to), /cannot be written/);
    await assert.rejects(Deno.stat(`${folder}/ran`), Deno.errors.NotFound);
  }));
