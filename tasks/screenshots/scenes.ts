/** Every page of the site as one picture or more: who looks at it, where, and in which state. */
import type { Page } from "playwright-core";
import { ROOT } from "@/tasks/lib/files.ts";
import { PASSWORD } from "@/tasks/screenshots/people.ts";

export type Screen = "desktop" | "phone";

/** What the pictures are taken of; made once a run. */
export interface World {
  /** Fights by what is seen in them. */
  readonly encounters: Readonly<
    Record<
      "dragon" | "area" | "yourTurn" | "dying" | "over",
      { readonly id: string; readonly code: string }
    >
  >;
  /** Paths of what the DM made. */
  readonly plan: string;
  readonly party: string;
  readonly character: string;
  readonly creature: string;
  /** Paths of the links in letters. */
  readonly finish: string;
  readonly reset: string;
  readonly confirm: string;
  /** Path of the link that opens the DM's fights elsewhere. */
  readonly recovery: string;
  /** A campaign of the account's, with people in it. */
  readonly campaign: string;
  readonly invitation: string;
  /** A fight of the campaign, for its viewer. */
  readonly watched: string;
}

export interface Scene {
  readonly name: string;
  /** The module of the page. */
  readonly route: string;
  /** A customer is on a site that sells plans. A stranger has nothing yet; the players sit at the fight of their name. */
  readonly who:
    | "stranger"
    | "dm"
    | "account"
    | "customer"
    | "viewer"
    | "waiting"
    | "turn"
    | "dying";
  readonly path: (world: World) => string;
  /** Taken on these only; absent: on both. */
  readonly screens?: readonly Screen[];
  /** What is done before the picture. */
  readonly before?: (page: Page, screen: Screen) => Promise<void>;
  /** What makes the next picture of the same page start afresh. */
  readonly after?: (page: Page) => Promise<void>;
}

const alive = (page: Page) => page.waitForSelector(".tracker[data-alive]");

/** On a phone one pane at a time is seen. */
const pane = (name: "stat" | "side" | "log") => async (page: Page) => {
  await alive(page);
  await page.locator(`.tabs [data-v="${name}"]`).tap();
};

const press = (...keys: readonly string[]) => async (page: Page) => {
  await alive(page);
  for (const key of keys) await page.keyboard.press(key);
};

const encounter = ({ encounters }: World) => `/encounters/${encounters.dragon.id}`;
const FIGHT = "routes/encounters/[id].tsx";
const PLAY = "routes/play/[code].tsx";

const ACCOUNT = (name: string, route: string, path: string): Scene => ({
  name,
  route: `routes/account/${route}.tsx`,
  who: "account",
  path: () => path,
});

const SHOP = (name: string, route: string, path: string): Scene => ({
  name,
  route: `routes/${route}.tsx`,
  who: "customer",
  path: () => path,
});

/** Of a site that sells plans. */
const BILLING: readonly Scene[] = [
  SHOP("pricing", "pricing", "/pricing"),
  SHOP("account-plan", "account/plan", "/account/plan"),
  SHOP("account-change-plan", "account/change-plan", "/account/change-plan?plan=master:month"),
  SHOP("account-invoices", "account/invoices", "/account/invoices"),
  SHOP("billing-success", "billing/success", "/billing/success"),
  SHOP("billing-cancelled", "billing/cancelled", "/billing/cancelled"),
];

/** First, while the session of whoever has an account is young. */
const ACCOUNTS: readonly Scene[] = [
  ACCOUNT("account", "index", "/account"),
  ACCOUNT("account-security", "security", "/account/security"),
  ACCOUNT("account-sessions", "sessions", "/account/sessions"),
  ACCOUNT("account-tokens", "tokens", "/account/tokens"),
  ACCOUNT("account-preferences", "preferences", "/account/preferences"),
  ACCOUNT("account-codes", "codes", "/account/codes"),
  {
    name: "campaigns",
    route: "routes/campaigns/index.tsx",
    who: "account",
    path: () => "/campaigns",
  },
  {
    name: "campaign",
    route: "routes/campaigns/[id]/index.tsx",
    who: "account",
    path: ({ campaign }) => campaign,
  },
  {
    name: "invitation",
    route: "routes/invitations.tsx",
    who: "viewer",
    path: ({ invitation }) => invitation,
  },
  {
    name: "watching",
    route: "routes/encounters/[id].tsx",
    who: "viewer",
    path: ({ watched }) => watched,
    before: async (page) => void await alive(page),
  },
  ACCOUNT("account-prove", "prove", "/account/prove"),
  {
    name: "account-confirm-email",
    route: "routes/account/confirm-email.tsx",
    who: "account",
    path: ({ confirm }) => confirm,
  },
  { name: "sign-in", route: "routes/sign-in/index.tsx", who: "stranger", path: () => "/sign-in" },
  {
    name: "sign-in-code",
    route: "routes/sign-in/code.tsx",
    who: "stranger",
    path: () => "/sign-in",
    before: async (page) => {
      await page.getByLabel("E-mail").fill("coded@example.org");
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByLabel("Code of your authenticator app").waitFor();
    },
  },
  {
    name: "sign-in-elsewhere",
    route: "routes/sign-in/provider/callback.tsx",
    who: "stranger",
    path: () => "/sign-in/provider/callback",
  },
  { name: "sign-up", route: "routes/sign-up/index.tsx", who: "dm", path: () => "/sign-up" },
  {
    name: "sign-up-sent",
    route: "routes/sign-up/sent.tsx",
    who: "dm",
    path: () => "/sign-up/sent",
  },
  {
    name: "sign-up-finish",
    route: "routes/sign-up/finish.tsx",
    who: "stranger",
    path: ({ finish }) => finish,
  },
  {
    name: "forgotten-password",
    route: "routes/forgotten-password.tsx",
    who: "stranger",
    path: () => "/forgotten-password",
  },
  {
    name: "reset-password",
    route: "routes/reset-password.tsx",
    who: "stranger",
    path: ({ reset }) => reset,
  },
  {
    name: "recovery-open",
    route: "routes/recovery/open.tsx",
    who: "stranger",
    path: ({ recovery }) => recovery,
  },
  {
    name: "recovery-own",
    route: "routes/recovery/index.tsx",
    who: "dm",
    path: () => "/recovery",
  },
  {
    name: "recovery",
    route: "routes/recovery/index.tsx",
    who: "dm",
    path: () => "/recovery",
    before: async (page) => {
      await page.getByRole("button", { name: "Make a new link" }).click();
      await page.getByLabel("Your link").waitFor();
    },
  },
  { name: "letters", route: "routes/dev/mail.tsx", who: "stranger", path: () => "/dev/mail" },
];

export const SCENES: readonly Scene[] = [
  ...BILLING,
  ...ACCOUNTS,
  { name: "landing", route: "routes/index.tsx", who: "stranger", path: () => "/" },
  { name: "join", route: "routes/join.tsx", who: "stranger", path: () => "/join" },
  { name: "not-found", route: "routes/_error.tsx", who: "stranger", path: () => "/nowhere" },
  { name: "privacy", route: "routes/privacy.tsx", who: "stranger", path: () => "/privacy" },
  { name: "offline", route: "routes/offline.tsx", who: "stranger", path: () => "/offline" },
  {
    name: "fights-empty",
    route: "routes/encounters/index.tsx",
    who: "stranger",
    path: () => "/encounters",
  },
  { name: "fights", route: "routes/encounters/index.tsx", who: "dm", path: () => "/encounters" },
  {
    name: "builder",
    route: "routes/encounters/[id]/build.tsx",
    who: "dm",
    path: ({ plan }) => plan,
    before: async (page) => {
      await page.getByLabel("Find a creature").fill("red dra");
      await page.getByText(/best match first/).waitFor();
    },
  },
  { name: "tracker", route: FIGHT, who: "dm", path: encounter, before: press() },
  {
    name: "tracker-damage",
    route: FIGHT,
    who: "dm",
    path: encounter,
    before: async (page, screen) => {
      if (screen === "desktop") return await press("1", "d", "1", "4")(page);
      await alive(page);
      await page.locator('.row[data-id="kestrel"] .row-mark').tap();
      await pane("side")(page);
      await page.locator('[data-do="damage"]').first().tap();
      for (const digit of ["1", "4"]) {
        await page.locator(`[data-do="amount-digit"][data-v="${digit}"]`).tap();
      }
    },
  },
  {
    name: "tracker-effect",
    route: FIGHT,
    who: "dm",
    path: encounter,
    before: async (page, screen) => {
      if (screen === "desktop") return await press("1", "e", "b", "l", "e")(page);
      await alive(page);
      await page.locator('.row[data-id="kestrel"] .row-mark').tap();
      await pane("side")(page);
      await page.locator('[data-do="effect"]').first().tap();
      await page.locator('[data-do="effect-pick"][data-v="Bless"]').tap();
    },
    after: async (page) => {
      await page.keyboard.press("Escape");
    },
  },
  {
    name: "tracker-death-save",
    route: FIGHT,
    who: "dm",
    path: ({ encounters }) => `/encounters/${encounters.dying.id}`,
    before: async (page, screen) => {
      await alive(page);
      if (screen === "phone") await pane("side")(page);
      const die = page.getByText("Rolled at the table");
      await die.click();
      await die.scrollIntoViewIfNeeded();
    },
  },
  {
    name: "tracker-figures",
    route: FIGHT,
    who: "dm",
    path: encounter,
    before: async (page) => {
      await alive(page);
      await page.evaluate(() => document.querySelector<HTMLElement>('[data-do="menu"]')?.click());
      await page.getByRole("button", { name: "Figures and notes" }).click();
      await page.getByLabel("AC", { exact: true }).waitFor();
    },
  },
  {
    name: "tracker-area",
    route: FIGHT,
    who: "dm",
    path: ({ encounters }) => `/encounters/${encounters.area.id}`,
    screens: ["desktop"],
    before: async (page) => {
      await press("Shift+X", "f")(page);
      await page.keyboard.type("61f d21");
      await page.keyboard.press("Enter");
      await page.locator(".hit").first().waitFor();
      for (const name of ["kestrel", "bram"]) {
        await page.locator(`[data-v$="${name} save"]`).click();
      }
    },
    after: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Drop it" }).click();
      await page.getByText("Saved").first().waitFor();
    },
  },
  {
    name: "tracker-share",
    route: FIGHT,
    who: "dm",
    path: encounter,
    before: async (page) => {
      await alive(page);
      await page.getByRole("button", { name: /^Share with players/ }).click();
      await page.locator("dialog[open] .qr").waitFor();
    },
  },
  {
    name: "tracker-keys",
    route: FIGHT,
    who: "dm",
    path: encounter,
    screens: ["desktop"],
    before: async (page) => {
      await press("?")(page);
      await page.locator("dialog[open]").waitFor();
    },
  },
  {
    name: "tracker-creature",
    route: FIGHT,
    who: "dm",
    path: encounter,
    screens: ["phone"],
    before: pane("stat"),
  },
  {
    name: "tracker-act",
    route: FIGHT,
    who: "dm",
    path: encounter,
    screens: ["phone"],
    before: pane("side"),
  },
  {
    name: "tracker-log",
    route: FIGHT,
    who: "dm",
    path: encounter,
    screens: ["phone"],
    before: pane("log"),
  },
  {
    name: "recap",
    route: "routes/encounters/[id]/summary.tsx",
    who: "dm",
    path: ({ encounters }) => `/encounters/${encounters.over.id}/summary`,
  },
  {
    name: "player-choose",
    route: PLAY,
    who: "stranger",
    path: ({ encounters }) => `/play/${encounters.dragon.code}`,
    screens: ["phone"],
  },
  {
    name: "player",
    route: PLAY,
    who: "waiting",
    path: ({ encounters }) => `/play/${encounters.dragon.code}`,
  },
  {
    name: "player-turn",
    route: PLAY,
    who: "turn",
    path: ({ encounters }) => `/play/${encounters.yourTurn.code}`,
  },
  {
    name: "player-dying",
    route: PLAY,
    who: "dying",
    path: ({ encounters }) => `/play/${encounters.dying.code}`,
    screens: ["phone"],
  },
  {
    name: "table",
    route: PLAY,
    who: "stranger",
    path: ({ encounters }) => `/play/${encounters.dragon.code}?display=table`,
    screens: ["desktop"],
  },
  {
    name: "bestiary",
    route: "routes/bestiary/index.tsx",
    who: "stranger",
    path: () => "/bestiary?q=dragon&from=10",
  },
  {
    name: "creature",
    route: "routes/bestiary/[slug]/index.tsx",
    who: "stranger",
    path: () => "/bestiary/adult-red-dragon-2014",
  },
  {
    name: "creature-new",
    route: "routes/bestiary/new.tsx",
    who: "stranger",
    path: () => "/bestiary/new?from=goblin-2014",
  },
  {
    name: "creature-edit",
    route: "routes/bestiary/[slug]/edit.tsx",
    who: "dm",
    path: ({ creature }) => `${creature}/edit`,
  },
  {
    name: "parties-empty",
    route: "routes/parties/index.tsx",
    who: "stranger",
    path: () => "/parties",
  },
  { name: "parties", route: "routes/parties/index.tsx", who: "dm", path: () => "/parties" },
  {
    name: "party",
    route: "routes/parties/[id]/index.tsx",
    who: "dm",
    path: ({ party }) => party,
  },
  {
    name: "character",
    route: "routes/parties/[id]/characters/[character].tsx",
    who: "dm",
    path: ({ character }) => character,
  },
  { name: "import", route: "routes/import.tsx", who: "stranger", path: () => "/import" },
  {
    name: "import-report",
    route: "routes/import.tsx",
    who: "stranger",
    path: () => "/import",
    before: async (page) => {
      const file = `${ROOT}tests/fixtures/interchange/improved-initiative-backup.json`;
      await page.getByLabel("File: choose it or drop it here").setInputFiles(file);
      await page.getByRole("button", { name: "Show what is in it" }).click();
      await page.getByRole("heading", { name: /^Improved Initiative/ }).waitFor();
    },
  },
  { name: "export", route: "routes/export/index.tsx", who: "dm", path: () => "/export" },
  { name: "operations", route: "routes/ops/index.tsx", who: "stranger", path: () => "/ops" },
  {
    name: "ops-acknowledge",
    route: "routes/ops/acknowledge.tsx",
    who: "stranger",
    path: () => "/ops/acknowledge",
  },
];

/** File of a picture, without its folder. */
export function fileOf(scene: Scene, screen: Screen, theme: "dark" | "light"): string {
  return `${scene.name}-${screen}-${theme}.webp`;
}
