/** A whole evening as one story; whose hands do it, keys or fingers, is given from outside. */
import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { EncounterState } from "@/lib/combat/state.ts";
import { type AppOptions, type RunningApp, startApp } from "./app.ts";
import { newPerson, SCREENS, startBrowser } from "./browser.ts";
import { makeEncounter, sampleCommands } from "./encounter.ts";
import { type TrackerPage, trackerPage } from "./tracker_page.ts";

/** What a DM does with keys or fingers. */
export interface Hands {
  /** Start, or the next turn. */
  next(): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  damage(row: string, amount: number): Promise<void>;
  /** The one whose turn it is begins to concentrate. */
  concentrate(words: string): Promise<void>;
  defeat(group: string, member: number): Promise<void>;
  /** Starts the dragon's breath against these rows. */
  breath(rows: readonly string[]): Promise<void>;
  /** Rolls the saves that nobody has rolled, then applies. */
  settle(): Promise<void>;
  /** Answers the prompt that contains `text` with the button `answer`. */
  answer(text: string, answer: string): Promise<void>;
  reveal(row: string): Promise<void>;
}

export interface Session {
  readonly browser: Browser;
  app: RunningApp;
  readonly id: string;
  readonly dm: TrackerPage;
  readonly phone: Page;
  readonly hands: Hands;
  /** Turns until `row` has its turn. */
  until(row: string): Promise<void>;
  /** The fight as the server has it. */
  saved(): Promise<EncounterState>;
}

/** The fight of the mock-ups before its first turn. */
const BEFORE = sampleCommands().filter(({ type }) => type !== "StartCombat");
const MOST_TURNS = 9;

export interface EveningOptions {
  readonly screen: BrowserContextOptions;
  readonly hands: (page: Page) => Hands;
  /** How long the line stays cut, in milliseconds. */
  readonly offline: number;
  /** Starts the server; the second time, on the port of the first, after it was killed. */
  readonly start?: (options: AppOptions) => Promise<RunningApp>;
}

/** Waits until the DM's screen shows a round: over the order, on a phone under the title. */
async function untilRound(page: Page, round: number): Promise<void> {
  const shown = page.locator(":is(#round-t, .top-bar .label):visible", {
    hasText: `Round ${round}`,
  });
  await shown.first().waitFor();
}

/** Waits until a phone says so in its title, which it does whatever else it shows. */
async function untilTitle(phone: Page, title: string): Promise<void> {
  await phone.waitForFunction((words) => document.title.startsWith(words), title);
}

/** A step without which the next ones make no sense. */
async function step(t: Deno.TestContext, name: string, does: () => Promise<void>): Promise<void> {
  if (!await t.step(name, does)) throw new Error(`The evening ended early: ${name}`);
}

/** Plays it; every step is a sentence. */
export async function playEvening(t: Deno.TestContext, options: EveningOptions): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  await using browser = await startBrowser();
  const start = options.start ?? startApp;
  const app = await start({ dataDir });
  const { page } = await newPerson(browser, options.screen);
  const phone = (await newPerson(browser, SCREENS.phone)).page;
  const { id, url } = await makeEncounter(page.context(), app.origin, BEFORE);
  const dm = trackerPage(page), hands = options.hands(page);
  const session: Session = {
    browser,
    app,
    id,
    dm,
    phone,
    hands,
    async until(row) {
      for (let turn = 0; await dm.now() !== row; turn++) {
        assert.ok(turn < MOST_TURNS, `The turn of ${row} does not come`);
        const before = await dm.now();
        await hands.next();
        // Who is defeated has no turn, so who comes next depends on the dice.
        await page.locator(`.row[data-state="now"]:not([data-id="${before}"])`).waitFor();
      }
    },
    async saved() {
      await page.getByText("Saved", { exact: true }).first().waitFor();
      const answer = await page.context().request.get(
        `${session.app.origin}/api/v1/encounters/${id}`,
      );
      return (await answer.json()).state;
    },
  };
  try {
    await dm.open(url);
    await sitDown(t, session);
    await firstRound(t, session);
    await secondRound(t, session, options.offline);
    await thirdRound(t, session, (env) => start({ dataDir, env }));
  } finally {
    await session.app.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function sitDown(t: Deno.TestContext, { dm, phone, app, id }: Session): Promise<void> {
  await step(t, "a player sits down at the phone and sees no hidden cultist", async () => {
    const answer = await dm.page.context().request.post(
      `${app.origin}/api/v1/encounters/${id}/share`,
      { headers: { origin: app.origin } },
    );
    const { code } = await answer.json();
    await phone.goto(`${app.origin}/join`);
    await phone.getByRole("textbox").fill(code);
    await phone.keyboard.press("Enter");
    await phone.getByRole("button", { name: "Wren Halloway" }).tap();
    await phone.locator(".action-bar", { hasText: "Wren Halloway" }).waitFor();
  });
}

async function firstRound(t: Deno.TestContext, session: Session): Promise<void> {
  const { dm, phone, hands } = session;
  await step(t, "the fight begins; two goblins fall to Kestrel", async () => {
    await hands.next();
    await dm.untilNow("kestrel");
    await phone.getByRole("heading", { name: "Kestrel Vane" }).waitFor();
    assert.equal(await phone.getByText("Cultist").count(), 0);
    await hands.defeat("goblins", 1);
    await hands.defeat("goblins", 2);
    await dm.page.locator('.row[data-id="goblins"]').getByText("4 of 6").waitFor();
  });

  await step(t, "Orsolya concentrates on Bless", async () => {
    await session.until("orsolya");
    await hands.concentrate("Bless 10");
    await dm.page.locator('.row[data-id="orsolya"]').getByText("Bless").waitFor();
  });

  await step(t, "the dragon breathes on eight; Wren's player rolls the save", async () => {
    await session.until("dragon");
    await hands.breath(["kestrel", "orsolya", "bram", "wren", "goblins"]);
    await dm.page.getByRole("heading", { name: "Fire Breath" }).waitFor();
    assert.equal(await dm.page.locator(".hit").count(), 8);
    await phone.getByText(/Dexterity save/).first().waitFor();
    await phone.getByRole("button", { name: /^Roll/ }).tap();
    await phone.getByText(/Dexterity save/).first().waitFor({ state: "detached" });
    await hands.answer("Wren Halloway says: save", "Accept");
    await hands.settle();
    await dm.page.getByRole("heading", { name: "Fire Breath" }).waitFor({ state: "detached" });
    const { combatants } = await session.saved();
    assert.ok((combatants["bram"]?.hp?.current ?? 0) < 121, "Bram was hurt");
  });

  await step(t, "Orsolya loses Bless", async () => {
    await hands.answer("keeps Bless?", "Loses");
    await dm.page.locator('.row[data-id="orsolya"]').getByText("Bless")
      .waitFor({ state: "detached" });
  });
}

async function fall({ dm, phone, hands, saved }: Session): Promise<void> {
  const { combatants } = await saved();
  const { current = 0, temp = 0 } = combatants["wren"]?.hp ?? {};
  if (current > 0) await hands.damage("wren", current + temp);
  await dm.page.locator('.row[data-id="wren"][data-dying]').waitFor();
  await phone.getByRole("heading", { name: /is down/ }).waitFor();
}

async function secondRound(
  t: Deno.TestContext,
  session: Session,
  offline: number,
): Promise<void> {
  const { dm, phone, hands } = session;
  await step(t, "Wren goes down, and her player rolls the death save", async () => {
    await fall(session);
    await session.until("wren");
    await phone.getByRole("button", { name: "Roll the death save" }).tap();
    await hands.answer("Wren Halloway says: death save", "Accept");
    await dm.page.locator(".prompt", { hasText: "says: death save" })
      .waitFor({ state: "detached" });
    await dm.page.getByText("Saved", { exact: true }).waitFor();
    const wren = (await session.saved()).combatants["wren"];
    const { successes = 0, failures = 0 } = wren?.deathSaves ?? {};
    assert.ok(successes + failures > 0 || wren?.life === "up", "The death save counts");
  });

  await step(t, "undo takes the fight back across the border of a round, redo forth", async () => {
    await hands.next();
    await dm.untilNow("kestrel");
    await untilRound(dm.page, 2);
    await hands.undo();
    await dm.untilNow("wren");
    await untilRound(dm.page, 1);
    await hands.redo();
    await dm.untilNow("kestrel");
  });

  await step(t, "the DM reloads in the middle of a turn", async () => {
    await hands.damage("dragon", 30);
    await dm.untilHp("dragon", 226);
    await dm.page.getByText("Saved", { exact: true }).waitFor();
    await dm.page.reload();
    await dm.page.waitForSelector(".tracker[data-alive]");
    assert.equal(await dm.now(), "kestrel");
    assert.equal(await dm.hp("dragon"), "226");
  });

  await step(t, "an offline minute: the fight goes on and says what waits", async () => {
    await dm.page.context().setOffline(true);
    await session.until("orsolya");
    await hands.damage("dragon", 11);
    await dm.untilHp("dragon", 215);
    await dm.page.getByText(/No connection. Keep playing/).first().waitFor();
    await dm.page.waitForTimeout(offline);
    await dm.page.context().setOffline(false);
    await dm.page.getByText("Saved", { exact: true }).waitFor();
    await untilTitle(phone, "Orsolya Thane now");
  });

  await step(t, "the cultists come out of hiding, on the phone too", async () => {
    await session.until("cultists");
    await hands.reveal("cultists");
    await phone.getByText("Cultist").first().waitFor();
  });
}

async function thirdRound(
  t: Deno.TestContext,
  session: Session,
  restart: (env: Readonly<Record<string, string>>) => Promise<RunningApp>,
): Promise<void> {
  const { dm, phone, hands } = session;
  await step(t, "the server is killed between two clicks, and nothing is lost", async () => {
    await session.until("kestrel");
    await untilRound(dm.page, 3);
    await hands.damage("dragon", 5);
    await dm.untilHp("dragon", 210);
    await dm.page.getByText("Saved", { exact: true }).waitFor();
    const port = new URL(session.app.origin).port;
    await session.app.kill();
    await hands.damage("dragon", 10);
    await dm.untilHp("dragon", 200);
    session.app = await restart({ PORT: port });
    await dm.page.getByText("Saved", { exact: true }).waitFor();
    assert.equal((await session.saved()).combatants["dragon"]?.hp?.current, 200);
  });

  await step(t, "the third round ends, everywhere alike", async () => {
    await session.until("wren");
    await hands.next();
    await dm.untilNow("kestrel");
    await untilRound(dm.page, 4);
    await phone.getByText("Round 4").first().waitFor();
    await untilTitle(phone, "Kestrel Vane now");
    await dm.page.getByText("Saved", { exact: true }).waitFor();
    const state = await session.saved();
    assert.equal(state.round, 4);
    for (const id of ["kestrel", "orsolya", "bram", "dragon"]) {
      assert.equal(await dm.hp(id), String(state.combatants[id]?.hp?.current));
    }
  });
}
