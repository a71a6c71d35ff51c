// `deno task screenshots [NAME…]`: pictures of every page, or of those named, for docs/screenshots:
// desktop and phone, dark and light, of the built app with the same fights in every run.
import type { Browser, Page } from "playwright-core";
import { Stage } from "@/tasks/bench/browser/stage.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { type Identity, look, PASSWORD, Person } from "@/tasks/screenshots/people.ts";
import { startShop } from "@/tests/help/shop.ts";
import { fileOf, type Scene, SCENES, type Screen, type World } from "@/tasks/screenshots/scenes.ts";

const FOLDER = `${ROOT}docs/screenshots/`;
const THEMES = ["dark", "light"] as const;
const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 1.5,
    hasTouch: true,
    isMobile: true,
  },
} as const;
/** WebP of this quality shows no blur around letters and keeps the folder under 6 MB. */
const QUALITY = 82;
const SETTLED_MS = 500;

/** A site that sells plans, with somebody on it who has bought one. */
async function openShop(browser: Browser) {
  const shop = await startShop({ env: { LOG_LEVEL: "error" } });
  const orsolya = await Person.arrives(browser, shop.origin);
  await orsolya.account("orsolya@example.org");
  await orsolya.form("/encounters", { name: "Ember on the Causeway" });
  await orsolya.form("/parties", { name: "The Causeway Four", with: "5" });
  const address = await orsolya.form("/account/plan", { plan: "expert:month" });
  await fetch(address, {
    method: "POST",
    body: new URLSearchParams({ do: "good" }),
    redirect: "manual",
  })
    .then((answer) => answer.body?.cancel());
  await shop.stripe.settled();
  return { shop, identity: await orsolya.identity() };
}

interface Cast {
  readonly world: World;
  readonly identities: Readonly<Partial<Record<Scene["who"], Identity>>>;
}

/** Makes everything that is seen in the pictures. */
async function prepare(browser: Browser, origin: string): Promise<Cast> {
  const dm = await Person.arrives(browser, origin);
  const over = await dm.encounter("Ambush at the mill", "over");
  const dying = await dm.encounter("The drowned chapel", "dying");
  const yourTurn = await dm.encounter("Toll at the bridge", "your-turn");
  const plan = await dm.plan("Ember on the Causeway, day two");
  const area = await dm.encounter("Fire under the mountain", "dragon");
  const dragon = await dm.encounter("Ember on the Causeway", "dragon");
  const party = await dm.form("/parties", { name: "The Causeway Four", with: "13" });
  const character = await dm.firstLink(party, /\/characters\/[^"?]+/);
  const creature = await dm.copyOf("goblin-2014", "Cinder Goblin");
  const mara = await Person.arrives(browser, origin);
  await mara.account("mara@example.org");
  await mara.form("/account", { do: "change-email", email: "mara@guild.example" });
  const confirm = await mara.letter("mara@guild.example");
  const shared = await mara.encounter("Ember on the Causeway", "dragon");
  const causeway = await mara.form("/parties", { name: "The Causeway Four", with: "13" });
  const campaign = await mara.campaign("Saltmarsh", {
    encounter: shared.id,
    party: causeway.replace("/parties/", ""),
  });
  const [beside, viewer] = [
    await Person.arrives(browser, origin),
    await Person.arrives(browser, origin),
  ];
  await beside.account("beside@example.org");
  await beside.join(await mara.invite(campaign, "co-dm"), "Orsolya");
  await viewer.account("kim@example.org");
  await viewer.join(await mara.invite(campaign, "viewer"), "Kim");
  const invitation = await mara.invite(campaign, "player");
  const coded = await Person.arrives(browser, origin);
  await coded.account("coded@example.org");
  await coded.codes();
  const asking = await Person.arrives(browser, origin);
  await asking.form("/sign-up", { email: "orsolya@example.org", password: PASSWORD });
  const finish = await asking.letter("orsolya@example.org");
  await asking.form("/forgotten-password", { email: "mara@example.org" });
  const reset = await asking.letter("mara@example.org");
  const links = {
    confirm,
    finish,
    reset,
    recovery: await dm.recoveryLink(),
    campaign,
    invitation,
    watched: `/encounters/${shared.id}`,
  };
  const encounters = { dragon, area, yourTurn, dying, over };
  const world = { encounters, plan, party, character: `${party}${character}`, creature, ...links };
  const players = [["waiting", dragon, "Bram"], ["turn", yourTurn, "Kestrel"], [
    "dying",
    dying,
    "Wren",
  ]] as const;
  const seated = players.map(async ([who, encounter, hero]) => {
    const person = await Person.arrives(browser, origin);
    await person.sit(encounter, hero);
    return [who, await person.identity()] as const;
  });
  return {
    world,
    identities: Object.fromEntries([...await Promise.all(seated), ["dm", await dm.identity()], [
      "account",
      await mara.identity(),
    ], ["viewer", await viewer.identity()]]),
  };
}

/** Takes the picture as WebP, which only the debugger's own command can. */
async function shoot(page: Page, file: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: QUALITY,
  });
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  await Deno.writeFile(FOLDER + file, bytes);
  return bytes.length;
}

async function take(
  { browser, origin }: Pick<Stage, "browser" | "origin">,
  { world, identities }: Cast,
  scene: Scene,
  screen: Screen,
  theme: typeof THEMES[number],
): Promise<number> {
  await using context = await look(browser, origin, SIZES[screen], theme, identities[scene.who]);
  const page = await context.newPage();
  await page.goto(origin + scene.path(world));
  await scene.before?.(page, screen);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // Live pages never fall silent; by now the stream is open and the island alive.
  await page.waitForTimeout(SETTLED_MS);
  const size = await shoot(page, fileOf(scene, screen, theme));
  await scene.after?.(page);
  return size;
}

if (import.meta.main) {
  const wanted = SCENES.filter(({ name }) => Deno.args.length === 0 || Deno.args.includes(name));
  await Deno.mkdir(FOLDER, { recursive: true });
  await using stage = await Stage.open();
  const { shop, identity } = await openShop(stage.browser);
  await using _shop = shop;
  const selling = { browser: stage.browser, origin: shop.origin };
  const cast = await prepare(stage.browser, stage.origin);
  const { world, identities } = cast;
  const all: Cast = { world, identities: { ...identities, customer: identity } };
  let pictures = 0, bytes = 0;
  for (const scene of wanted) {
    for (const screen of scene.screens ?? ["desktop", "phone"] as const) {
      for (const theme of THEMES) {
        const size = await take(
          scene.who === "customer" ? selling : stage,
          all,
          scene,
          screen,
          theme,
        );
        console.log(`${fileOf(scene, screen, theme)}  ${(size / 1024).toFixed(0)} KiB`);
        pictures++;
        bytes += size;
      }
    }
  }
  console.log(`${pictures} pictures, ${(bytes / 1_048_576).toFixed(1)} MiB in docs/screenshots/`);
}
