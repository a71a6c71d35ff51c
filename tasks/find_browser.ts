import { installDebian, programPath } from "@/tasks/lib/run.ts";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];

const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Path of a Chromium: `CHROME_PATH`, then the usual names; undefined when there is none. */
export function findBrowser(): string | undefined {
  const named = Deno.env.get("CHROME_PATH");
  if (named) return isFile(named) ? named : undefined;
  for (const name of NAMES) {
    const path = programPath(name);
    if (path !== undefined) return path;
  }
  return APPLICATIONS.find(isFile);
}

/** Finds a browser or installs Debian's; `reason` says in one line why there is none. */
export async function ensureBrowser(): Promise<{ path: string } | { reason: string }> {
  const found = findBrowser();
  if (found !== undefined) return { path: found };
  if (Deno.env.get("CHROME_PATH")) return { reason: "CHROME_PATH names no file" };
  const failed = await installDebian(["chromium", "fonts-liberation"]);
  const path = findBrowser();
  if (failed === undefined && path !== undefined) return { path };
  return { reason: `no Chromium was found, and it cannot be installed: ${failed}` };
}

if (import.meta.main) {
  const browser = await ensureBrowser();
  if ("path" in browser) console.log(browser.path);
  else {
    console.error(browser.reason);
    Deno.exit(1);
  }
}
