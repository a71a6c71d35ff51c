import type { Page } from "playwright-core";

/** The DM's screen, as a person reads and works it. */
export interface TrackerPage {
  readonly page: Page;
  /** Opens it and waits until keys work. */
  open(url: string): Promise<void>;
  /** Presses keys one after the other; answers how many. */
  press(...keys: readonly string[]): Promise<number>;
  /** The number of hit points that a row shows. */
  hp(id: string): Promise<string>;
  /** Id of the row whose turn it is. */
  now(): Promise<string | null>;
  /** Waits until a row shows these hit points. */
  untilHp(id: string, hp: number): Promise<void>;
  untilNow(id: string): Promise<void>;
}

export function trackerPage(page: Page): TrackerPage {
  const row = (id: string) => page.locator(`.initiative-list .row[data-id="${id}"]`);
  return {
    page,
    async open(url) {
      await page.goto(url);
      await page.waitForSelector(".tracker[data-alive]");
    },
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
      return keys.length;
    },
    hp: (id) => row(id).locator(".hp-now").innerText(),
    now: () => page.locator('.row[data-state="now"]').getAttribute("data-id"),
    async untilHp(id, hp) {
      await row(id).locator(".hp-now", { hasText: new RegExp(`^${hp}$`) }).waitFor();
    },
    async untilNow(id) {
      await page.locator(`.row[data-id="${id}"][data-state="now"]`).waitFor();
    },
  };
}
