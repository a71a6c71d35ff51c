// `deno task conformance [--only=TEXT]`: the recorded answers of the real framework, requests and
// browser pages, against the runtime in packages/. Prints each decided difference with its reason
// and ends with "N passed, N failed".
import { join } from "node:path";
import { findBrowser } from "@/tasks/find_browser.ts";
import { ROOT } from "@/tasks/lib/files.ts";

/** Cases marked as quirks in which this runtime differs on purpose, and how: these lines, no others. */
const DECIDED: Readonly<Record<string, { readonly why: string; readonly differs: RegExp[] }>> = {
  "errors.405-handled": {
    why:
      "an error page for a method that a path does not have is given the HttpError 405, not null",
    differs: [
      /^\/body\/json\/type: expected "object" got "http"$/,
      /^\/body\/json\/status: expected null got 405$/,
      /^\/body\/json\/message: expected "null" got ""$/,
    ],
  },
  "helpers.redirect-backslash": {
    why: 'browsers read "\\" as "/": "/\\evil.example" must not leave the origin',
    differs: [/^\/headers\/0\/1: expected "\/\\\\evil\.example" got "\/evil\.example"$/],
  },
  "files.methods-put": {
    why: "config.methods holds for file routes too: other methods are not found (404)",
    differs: [
      /^\/status: expected 200 got 404$/,
      /^\/headers\/0\/1: .* got "text\/html; charset=utf-8"$/,
      /^\/headers\/1: expected \["x-fs","main,fs1,fs2"\] got undefined$/,
      /^\/body\/text: expected "m-put" got undefined$/,
      /^\/body\/html: expected undefined got .*root-error.*404\|\|\/methods/,
      /^\/moduleScript: expected undefined got false$/,
    ],
  },
};

interface Outcome {
  passed: number;
  failed: string[];
}

const FOLDER = join(ROOT, "packages/conformance");

/** Whether a case differs in the decided lines, all of them and nothing else. */
function isAsDecided(block: string, differs: readonly RegExp[]): boolean {
  const lines = block.split("\n").map((line) => line.trim()).filter((line) => line.startsWith("/"));
  return lines.length === differs.length &&
    differs.every((pattern, at) => pattern.test(lines[at] ?? ""));
}

/** Decided cases that differed in this run. */
const seen = new Set<string>();

async function runner(file: string, args: readonly string[]): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", join(FOLDER, file), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stderr: "inherit",
  });
  const { stdout, code } = await child.output();
  const text = new TextDecoder().decode(stdout);
  const total = /(\d+) passed, (\d+) failed\s*$/.exec(text);
  if (total === null) {
    console.log(text);
    return { passed: 0, failed: [`${file} (it ended with code ${code} and no result)`] };
  }
  const blocks = text.split(/^(?=FAIL )/m).filter((block) => block.startsWith("FAIL "));
  const failed: string[] = [];
  let decided = 0;
  for (const block of blocks) {
    const id = /^FAIL (\S+)/.exec(block)?.[1] ?? "";
    const decision = DECIDED[id];
    if (decision !== undefined) seen.add(id);
    if (decision === undefined || !isAsDecided(block, decision.differs)) {
      failed.push(id);
      console.log(block.replace(/^\d+ passed, .*$/m, "").trimEnd());
    } else {
      decided++;
      console.log(`differs by decision: ${id}: ${decision.why}`);
    }
  }
  return { passed: Number(total[1]) + decided, failed };
}

async function main(args: readonly string[]): Promise<number> {
  const shared = [`--adapter=${join(FOLDER, "adapter.ts")}`, ...args];
  console.log("Requests:");
  const requests = await runner("run.ts", shared);
  console.log(`  ${requests.passed} as recorded or decided, ${requests.failed.length} not`);
  const browser = findBrowser();
  console.log("Pages in a browser:");
  const pages = browser === undefined
    ? { passed: 0, failed: ["no Chromium was found: name one with CHROME_PATH"] }
    : await runner("browser.ts", [...shared, `--chromium=${browser}`]);
  console.log(`  ${pages.passed} as recorded, ${pages.failed.length} not`);
  // A decision that nothing differs by any more is to be taken back.
  const idle = args.length > 0 ? [] : Object.keys(DECIDED).filter((id) => !seen.has(id));
  const failed = [...requests.failed, ...pages.failed, ...idle.map((id) => `${id} is as recorded`)];
  for (const id of failed) console.log(`failed: ${id}`);
  console.log(`\n${requests.passed + pages.passed} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
