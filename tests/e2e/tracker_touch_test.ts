import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import {
  assertAccessible,
  newPerson,
  sidewaysOverflow,
  startBrowser,
} from "@/tests/help/browser.ts";
import { command, makeEncounter } from "@/tests/help/encounter.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

Deno.test("a DM runs a fight by touch on a phone", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser, PHONE);
  const context = page.context();
  const { id, url } = await makeEncounter(context, app.origin);
  const tracker = trackerPage(page);
  await tracker.open(url);
  let taps = 0;
  const tap = async (selector: string) => {
    taps++;
    await page.locator(selector).first().tap();
  };
  const row = (name: string, part: string) => `.initiative-list .row[data-id="${name}"] ${part}`;
  const counts: Record<string, number> = {};
  const counted = async (what: string, does: () => Promise<void>) => {
    taps = 0;
    await does();
    counts[what] = taps;
  };

  await t.step("next turn is one tap", () =>
    counted("nextTurn", async () => {
      await tap(".btn-next");
      await tracker.untilNow("lair");
    }));

  await t.step("7 damage is three taps: hit points, 7, Deal", () =>
    counted("damage", async () => {
      await tap(row("bram", ".hp"));
      await tap('.number-pad [data-v="7"]');
      await tap(".pending-go .btn:last-child");
      await tracker.untilHp("bram", 114);
    }));

  await t.step("12 healing is five taps", () =>
    counted("heal", async () => {
      await tap(row("bram", ".hp"));
      await tap('[data-do="heal"]');
      await tap('.number-pad [data-v="1"]');
      await tap('.number-pad [data-v="2"]');
      await tap(".pending-go .btn:last-child");
      await tracker.untilHp("bram", 121);
    }));

  await t.step("a condition for three rounds is five taps", () =>
    counted("condition", async () => {
      await tap(row("wren", ".hp"));
      await tap('[data-do="effect"]');
      await tap('[data-do="effect-pick"][data-v="frightened"]');
      await tap('.number-pad [data-v="3"]');
      await tap('.pending [data-do="apply"]');
      await page.locator(row("wren", ".row-notes")).getByText("Frightened").waitFor();
    }));

  await t.step("undo is one tap", () =>
    counted("undo", async () => {
      await tap('.turn-bar [data-do="undo"]');
      await page.locator(row("wren", ".row-notes")).getByText("Frightened")
        .waitFor({ state: "detached" });
    }));

  await t.step("a breath on the party takes no more than five taps", async () => {
    await command(context, app.origin, id, [{ type: "JumpToTurn", id: "dragon" }, {
      type: "ChangeSettings",
      settings: { autoRollMonsters: true },
    }]);
    await tracker.untilNow("dragon");
    await counted("area", async () => {
      await tap('[data-tab="stat"]');
      await tap('[data-do="use"][data-v="dragon fire-breath"]');
      await page.getByRole("heading", { name: "Fire Breath" }).waitFor();
    });
    assert.equal(await page.locator(".hit").count(), 4);
    for (const outcome of await page.locator(".hit .segmented button:first-child").all()) {
      await outcome.tap();
    }
    await counted("apply", () => tap('.pending [data-do="apply"]'));
    await page.getByText("No pending action").waitFor({ state: "hidden" });
    assert.ok(counts.area !== undefined && counts.area + 1 <= 5);
  });

  await t.step("a swipe to the left opens a row's menu, and its buttons do the same", async () => {
    await tap('[data-tab="order"]');
    const box = await page.locator(row("kestrel", ".row-title")).boundingBox();
    assert.ok(box !== null);
    const touch = await context.newCDPSession(page);
    const at = (x: number) => [{ x, y: box.y + box.height / 2 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(250) });
    for (const x of [220, 190, 160, 130]) {
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(x) });
    }
    // The finger rests before it lifts: without speed there is no fling, and Chromium takes a tap
    // during a fling for one that stops it.
    await page.waitForTimeout(200);
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(129) });
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await touch.detach();
    await page.getByRole("dialog", { name: "Kestrel Vane" }).waitFor();
    await page.getByRole("button", { name: "Move down" }).tap();
    await page.waitForFunction(() =>
      document.querySelectorAll(".initiative-list > .row")[1]?.getAttribute("data-id") === "kestrel"
    );
  });

  await t.step("nothing scrolls sideways, at 360 and at 320 pixels either", async () => {
    for (const width of [390, 360, 320]) {
      await page.setViewportSize({ width, height: 740 });
      for (const pane of ["order", "stat", "side", "log"]) {
        await tap(`[data-tab="${pane}"]`);
        assert.ok(await sidewaysOverflow(page) <= 0, `${pane} at ${width}`);
      }
    }
  });

  await t.step("what a finger presses is 44 pixels high", async () => {
    await tap('[data-tab="order"]');
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(
        ".turn-bar .btn, .tabs button, .row-mark, .row-add, .top-bar .btn",
      )]
        .filter((element) =>
          element.offsetParent !== null && element.getBoundingClientRect().height < 43.5
        )
        .map((element) => element.outerHTML.slice(0, 80))
    );
    assert.deepEqual(small, []);
  });

  await t.step("every pane is accessible", async () => {
    await page.setViewportSize(PHONE.viewport);
    for (const pane of ["order", "stat", "side", "log"]) {
      await tap(`[data-tab="${pane}"]`);
      await assertAccessible(page);
    }
  });

  await t.step("the counts of the design are reached", () => {
    const { nextTurn, damage, heal, condition, undo } = counts;
    assert.deepEqual({ nextTurn, damage, heal, condition, undo }, {
      nextTurn: 1,
      damage: 3,
      heal: 5,
      condition: 5,
      undo: 1,
    });
  });
  assert.deepEqual(complaints, []);
});
