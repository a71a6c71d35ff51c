/** Reads foreign files in processes of their own, with an end to their time and memory. */
import { type ChildProcess, spawn } from "node:child_process";
import { setPriority } from "node:os";
import process from "node:process";
import { clearTimeout, setTimeout } from "node:timers";
import { fileURLToPath } from "node:url";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { FileReader } from "./file_reading.ts";
import type { ImportedItem } from "./format.ts";
import type { FileReading, ReadOptions } from "./read_file.ts";
import { readerLine } from "./reader_lines.ts";

export interface ReaderLimits {
  readonly milliseconds: number;
  /** Of the process's JavaScript heap. */
  readonly megabytes: number;
}

export const READER_LIMITS: ReaderLimits = { milliseconds: 10_000, megabytes: 256 };

/** What all lines of one file may measure, in characters. */
const MOST_SAID = 64 * 1024 * 1024;
/** Lower than the server's: where cores are few, people at the table come first. */
const NICENESS = 10;

/** The build writes a file of its own for it and puts that file's address here. */
const PROGRAM = new URL("./reader_process.ts", import.meta.url);

const CANCELLED = refuse("NOT_POSSIBLE_NOW", "The import was cancelled. Nothing was stored.");
const SLOW = refuse(
  "TOO_LARGE",
  "Reading the file takes too long. Split it and import it in pieces.",
);
const HUGE = refuse(
  "TOO_LARGE",
  "The file needs more memory than one file may take. Split it and import it in pieces.",
);

/** How this very runtime starts a program with a small heap and, where it can, without any rights. */
function startLine(program: string, megabytes: number): string[] {
  if (!("Deno" in globalThis)) return [`--max-old-space-size=${megabytes}`, program];
  // The build has everything in its own files; the sources need the project's import map.
  const alone = program.endsWith(".js")
    ? ["--no-config", "--no-lock", "--unstable-bare-node-builtins"]
    : [];
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-remote",
    // Without one of these Deno's own spawn gives a Deno every right.
    ...["net", "write", "env", "run", "sys", "ffi"].map((right) => `--deny-${right}`),
    ...alone,
    `--v8-flags=--max-old-space-size=${megabytes}`,
    program,
  ];
}

/** Reads each file in a new process: it ends with the file, and takes everything of it along. */
export class ProcessReader implements FileReader {
  readonly #limits: ReaderLimits;
  readonly #program: string;

  constructor(limits: ReaderLimits = READER_LIMITS, program: URL = PROGRAM) {
    this.#limits = limits;
    this.#program = fileURLToPath(program);
  }

  async read(
    bytes: Uint8Array<ArrayBuffer>,
    { edition, signal, progress }: ReadOptions,
  ): Promise<Result<FileReading>> {
    if (signal?.aborted) return CANCELLED;
    const { milliseconds, megabytes } = this.#limits;
    const child = spawn(process.execPath, [...startLine(this.#program, megabytes), edition], {
      stdio: ["pipe", "pipe", "pipe"],
      env: {},
    });
    let why: Refusal | undefined;
    const end = (refusal: Refusal) => {
      why ??= refusal;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => end(SLOW), milliseconds);
    const cancel = () => end(CANCELLED);
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      const said = heard(child, end, progress);
      makeWay(child);
      child.stdin?.on("error", () => {});
      child.stdin?.end(bytes);
      const reading = await said;
      if (why !== undefined) return why;
      if (reading.result !== undefined) return reading.result;
      // V8 ends a process that has no room left; what it says goes to the standard error.
      if (/out of memory|heap limit/i.test(reading.complaint)) return HUGE;
      throw new Error(`Cannot read a file: its process ended: ${reading.complaint}`);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      child.kill("SIGKILL");
    }
  }
}

function makeWay(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  } catch {
    // Not every system lets a process do that; the limits hold all the same.
  }
}

/** Everything the process says until it ends. */
async function heard(
  child: ChildProcess,
  end: (refusal: Refusal) => void,
  progress: ReadOptions["progress"],
): Promise<{ result?: Result<FileReading>; complaint: string }> {
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-4_000);
  });
  const items: ImportedItem[] = [];
  let result: Result<FileReading> | undefined;
  const take = (text: string) => {
    const line = readerLine.parse(JSON.parse(text));
    if (line.kind === "progress") progress?.(line.done, line.all);
    else if (line.kind === "item") items.push(line.item);
    else if (line.kind === "refused") result = line.refusal;
    else result = ok({ report: line.report, items });
  };
  let rest = "";
  let said = 0;
  // Chunk by chunk, so that others have their turn between them.
  for await (const chunk of child.stdout?.setEncoding("utf8") ?? []) {
    const text = String(chunk);
    said += text.length;
    if (said > MOST_SAID) {
      end(HUGE);
      break;
    }
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  }
  await ended;
  return { ...result === undefined ? {} : { result }, complaint };
}
