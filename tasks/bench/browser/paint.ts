/** From a key or click to the frame that shows what it did, on this screen and on another. */
import type { Page } from "playwright-core";

/** Times on one clock: milliseconds since 1970, with fractions. */
interface Notes {
  readonly pressed: number;
  readonly painted: number;
}

/**
 * Notes in the page when a key or click arrived (as the browser stamped it), and when the first frame was
 * done in which `selector` shows other text or another element than before.
 */
export async function watch(page: Page, selector: string): Promise<void> {
  await page.evaluate((selector) => {
    const notes = { pressed: 0, painted: 0, seen: "" };
    const shown = () => {
      const one = document.querySelector(selector);
      return `${one?.getAttribute("data-id") ?? ""} ${one?.textContent ?? ""}`;
    };
    Object.assign(globalThis, { benchNotes: notes });
    const since = performance.timeOrigin;
    const scheduler: {
      postTask(task: () => void, options: { readonly priority: "user-blocking" }): void;
    } = Reflect.get(globalThis, "scheduler");
    const painted = () => notes.painted ||= since + performance.now();
    const pressed = (event: Event) => notes.pressed = since + event.timeStamp;
    for (const type of ["keydown", "click"]) addEventListener(type, pressed, { capture: true });
    notes.seen = shown();
    new MutationObserver(() => {
      const now = shown();
      if (now === notes.seen) return;
      notes.seen = now;
      notes.painted = 0;
      // A task that is queued while a frame is drawn runs when that frame is done; one of this
      // priority does not wait behind what the network brought meanwhile.
      requestAnimationFrame(() => scheduler.postTask(painted, { priority: "user-blocking" }));
    }).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ["data-state"],
    });
  }, selector);
}

/** What was noted; waits for the painted frame, then forgets both times. */
export async function notes(page: Page): Promise<Notes> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const noted = await page.evaluate(() => {
      const notes: Notes = Reflect.get(globalThis, "benchNotes");
      const copy = { pressed: notes.pressed, painted: notes.painted };
      if (copy.painted > 0) Object.assign(notes, { pressed: 0, painted: 0 });
      return copy;
    });
    if (noted.painted > 0) return noted;
    if (performance.now() > deadline) throw new Error("Nothing was painted within 10 seconds");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
