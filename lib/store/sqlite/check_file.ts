import { Worker } from "node:worker_threads";
import { z } from "zod";

/** Runs beside the event loop: SQLite reads every page, which takes seconds for a large file. */
const PROGRAM = `
import { parentPort, workerData } from "node:worker_threads";
import { DatabaseSync } from "node:sqlite";
const db = new DatabaseSync(workerData);
const found = db.prepare("PRAGMA integrity_check(10)").all()
  .map((row) => String(row.integrity_check)).filter((line) => line !== "ok");
const lost = db.prepare("PRAGMA foreign_key_check").all().length;
if (lost > 0) found.push(lost + " rows refer to others that are not there");
db.close();
parentPort.postMessage(found);
`;

/** What SQLite's own check finds wrong with a file that nobody writes; empty when nothing is. */
export async function damageOf(path: string): Promise<readonly string[]> {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(PROGRAM)}`), {
    workerData: path,
  });
  try {
    const found: unknown = await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    return z.array(z.string()).parse(found);
  } finally {
    await worker.terminate();
  }
}
