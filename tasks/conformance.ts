// `deno task conformance [--only=TEXT]`: the recorded answers of the real framework, requests and
// browser pages, against the runtime in packages/. Prints each decided difference with its reason
// and ends with "N passed, N failed".
import { join } from "node:path";
import { findBrowser } from "@/tasks/find_browser.ts";
import { ROOT } from "@/tasks/lib/files.ts";

/** Cases marked as quirks in which this runtime differs on purpose. */
const DECIDED: Readonly<Record<string, string>> = {
  "errors.405-handled":
    "an error page for a method that a path does not have is given the HttpError 405, not null",
  "helpers.redirect-backslash":
    'browsers read "\\" as "/": "/\\evil.example" must not leave the origin',
  "files.methods-put":
    "config.methods holds for file routes too: other methods are not found (404)",
};

interface Outcome {
  passed: number;
  failed: string[];
}

const FOLDER = join(ROOT, "packages/conformance");

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
    const reason = DECIDED[id];
    if (reason === undefined) {
      failed.push(id);
      console.log(block.replace(/^\d+ passed, .*$/m, "").trimEnd());
    } else {
      decided++;
      console.log(`differs by decision: ${id}: ${reason}`);
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
  const failed = [...requests.failed, ...pages.failed];
  for (const id of failed) console.log(`failed: ${id}`);
  console.log(`\n${requests.passed + pages.passed} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
