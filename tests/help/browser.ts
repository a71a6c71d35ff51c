import assert from "node:assert/strict";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findBrowser } from "@/tasks/find_browser.ts";

/**
 * Starts the system's Chromium without a window.
 *
 * @throws When there is none; `deno task test` makes sure of one beforehand.
 */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error("Cannot find a Chromium: set CHROME_PATH");
  return await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A laptop and a phone. */
export const SCREENS = {
  laptop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const satisfies Record<string, BrowserContextOptions>;

/** A fresh person with a page; `complaints` collects errors and everything the policy blocked. */
export async function newPerson(
  browser: Browser,
  options: BrowserContextOptions = SCREENS.laptop,
): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { page, complaints };
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with every accessibility rule that the page breaks, and where. */
export async function assertAccessible(page: Page): Promise<void> {
  // The page's policy lets no foreign script in, so axe comes through the debugger.
  await page.evaluate(axe.source);
  const broken = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run({ runOnly: { type: "tag", values: rules } });
    return violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map((node) => node.html).join(" | ")}`
    );
  }, RULES);
  assert.deepEqual(broken, []);
}

/** How far the page can be scrolled sideways, in CSS pixels. */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
