// A process of its own that reads one foreign file: the file comes in on the standard input, what
// was read goes out line by line. Whatever the file does to it, it does to this process alone.
import process from "node:process";
import { z } from "zod";
import { READ_HERE } from "./file_reading.ts";
import type { ReaderLine } from "./reader_lines.ts";

const edition = z.enum(["2014", "2024"]).parse(process.argv[2]);

/** Resolves when the other side has room for more. */
async function say(line: ReaderLine): Promise<void> {
  if (process.stdout.write(`${JSON.stringify(line)}\n`)) return;
  await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
}

async function received(): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of process.stdin) chunks.push(new Uint8Array(chunk));
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

const reading = await READ_HERE.read(await received(), {
  edition,
  progress: (done, all) => void say({ kind: "progress", done, all }),
  pause: () => Promise.resolve(),
});
if (reading.ok) {
  for (const item of reading.value.items) await say({ kind: "item", item });
  await say({ kind: "report", report: reading.value.report });
} else {
  await say({ kind: "refused", refusal: reading });
}
