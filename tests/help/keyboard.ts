import type { Locator, Page } from "playwright-core";
import type { Hands } from "@/tests/help/full_session.ts";

/** The DM's keyboard. Nothing here clicks. */
export function keyboard(page: Page): Hands {
  const press = async (...names: readonly string[]) => {
    for (const name of names) await page.keyboard.press(name);
  };
  const row = (id: string) => page.locator(`.initiative-list .row[data-id="${id}"]`);
  const digit = async (id: string) =>
    (await row(id).locator(".row-mark").first().innerText()).trim().slice(-1);
  const tabTo = async (target: Locator) => {
    for (let tries = 0; tries < 200; tries++) {
      if (await target.evaluate((item) => item === document.activeElement)) return;
      await press("Tab");
    }
    throw new Error("Cannot reach it with Tab");
  };
  return {
    next: () => press("n"),
    undo: () => press("u"),
    redo: () => press("Shift+U"),
    async damage(id, amount) {
      await press(await digit(id), "d", ...String(amount), "Enter");
    },
    concentrate: (words) => press("c", ...words, "Enter"),
    async defeat(group, member) {
      const own = await digit(group);
      await press(own, own, String(member), "Delete", "Escape", "Escape");
    },
    async breath(ids) {
      for (const id of ids) await press(await digit(id));
      await press("b", "4", "Enter");
    },
    async settle() {
      const open = page.locator(".hit-out .btn");
      while (await open.count() > 0) {
        await tabTo(open.first());
        await press("Enter");
      }
      await tabTo(page.locator('.pending [data-do="apply"]'));
      await press("Enter");
    },
    async answer(text, answer) {
      const prompt = page.locator(".prompt", { hasText: text });
      await prompt.first().waitFor();
      while (await page.locator(".prompt[data-answering]", { hasText: text }).count() === 0) {
        await press("o");
      }
      const names = await prompt.first().locator(".prompt-actions .btn").allInnerTexts();
      await press(String(names.findIndex((name) => name.includes(answer)) + 1));
    },
    async reveal(id) {
      await press(await digit(id), "v", "Escape");
    },
  };
}
