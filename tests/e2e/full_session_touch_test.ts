import type { Page } from "playwright-core";
import { SCREENS } from "@/tests/help/browser.ts";
import { type Hands, playEvening } from "@/tests/help/full_session.ts";

const MOMENT = 8_000;
const BETWEEN_TAPS = 500;

/** The DM's finger on a phone of 390 pixels. Nothing here presses a key but those of words. */
function fingers(page: Page): Hands {
  const tap = (selector: string) => page.locator(selector).first().tap();
  const pane = (name: string) => tap(`[data-tab="${name}"]`);
  const row = (id: string, part: string) => `.initiative-list .row[data-id="${id}"] ${part}`;
  const digits = async (amount: number) => {
    for (const digit of String(amount)) await tap(`.number-pad [data-v="${digit}"]`);
  };
  const command = async (name: string) => {
    await page.getByRole("button", { name: "Menu" }).tap();
    const palette = page.getByRole("dialog", { name: "All commands" });
    await palette.getByRole("button", { name }).tap();
    await palette.waitFor({ state: "detached" });
  };
  return {
    async next() {
      // Two taps in the same moment are one double tap, which ends one turn.
      await page.waitForTimeout(BETWEEN_TAPS);
      await tap(".btn-next");
    },
    undo: () => tap('.turn-bar [data-do="undo"]'),
    redo: () => command("Redo"),
    async damage(id, amount) {
      await pane("order");
      await tap(row(id, ".hp"));
      await digits(amount);
      await tap(".pending-go .btn:last-child");
    },
    async concentrate(words) {
      await command("Concentration");
      await page.locator("#amount").fill(words);
      await tap('.pending [data-do="apply"]');
    },
    async defeat(group, member) {
      await pane("order");
      const id = `${group.slice(0, -1)}-${member}`;
      if (await page.locator(row(id, "")).count() === 0) await tap(row(group, ".row-pips"));
      await tap(row(id, ".row-mark"));
      await command("Defeat");
      await page.getByText(`Goblin ${member} defeated.`).waitFor();
    },
    async breath(ids) {
      await pane("order");
      for (const id of ids) {
        const marked = page.locator(row(id, ".row-mark[aria-pressed=true]"));
        if (await marked.count() === 0) await tap(row(id, ".row-mark"));
      }
      await pane("stat");
      await tap('[data-do="use"][data-v="dragon fire-breath"]');
    },
    async settle() {
      await pane("side");
      const open = page.locator(".hit-out .btn");
      while (await open.count() > 0) await open.first().tap();
      await tap('.pending [data-do="apply"]');
    },
    async answer(text, answer) {
      await pane("side");
      const prompt = page.locator(".prompt", { hasText: text }).first();
      await prompt.getByRole("button", { name: answer }).tap();
      await pane("order");
    },
    async reveal(id) {
      await pane("order");
      await tap(row(id, ".row-mark"));
      await command("Reveal or hide");
    },
  };
}

Deno.test("a whole evening by touch on a phone", async (t) => {
  await playEvening(t, { screen: SCREENS.phone, hands: fingers, offline: MOMENT });
});
