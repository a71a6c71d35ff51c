/** Who is seen in the pictures: a DM with fights, a party and a creature; players on phones. */
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { TOTP } from "otpauth";
import { z } from "zod";
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { Command } from "@/lib/combat/commands.ts";
import { combatBlock } from "@/lib/contracts/block.ts";
import { cast, type Moment, PARTY_NAMES, story } from "./encounter.ts";

/** What a context is opened with again, to be the same person. */
export type Identity = Awaited<ReturnType<BrowserContext["storageState"]>>;

export interface EncounterPlace {
  readonly id: string;
  readonly code: string;
}

const BLOCKS = ["adult-red-dragon-2014", "goblin-2014", "cultist-2014"] as const;
const MADE = z.object({ id: z.string() });
const SHARED = z.object({ code: z.string() });
const BATCH = z.object({ refused: z.unknown().optional() });
const MOST_COMMANDS = 50;
/** Of every account in the pictures. */
export const PASSWORD = "three owls over the moor";

/** A person who works through requests, with the cookies that a browser would have. */
export class Person {
  #count = 0;

  constructor(readonly context: BrowserContext, readonly origin: string) {}

  static async arrives(browser: Browser, origin: string): Promise<Person> {
    const context = await browser.newContext();
    await context.request.get(`${origin}/join`);
    return new Person(context, origin);
  }

  identity(): Promise<Identity> {
    return this.context.storageState();
  }

  /** Sends a form of the site; answers with where it leads. */
  async form(path: string, form: Record<string, string>): Promise<string> {
    const headers = { origin: this.origin };
    const answer = await this.context.request.post(this.origin + path, {
      form,
      headers,
      maxRedirects: 0,
    });
    const to = answer.headers()["location"];
    if (to === undefined) throw new Error(`${path} answered ${answer.status()}`);
    return to;
  }

  async #post(path: string, data: unknown): Promise<unknown> {
    const headers = { origin: this.origin };
    const url = `${this.origin}/api/v1${path}`;
    const answer = await this.context.request.post(url, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    return await answer.json();
  }

  async #block(slug: string): Promise<CombatBlock> {
    const answer = await this.context.request.get(`${this.origin}/api/v1/creatures/${slug}`);
    return combatBlock.parse(await answer.json());
  }

  /** The first address of a page that looks like `pattern`. */
  async firstLink(path: string, pattern: RegExp): Promise<string> {
    const answer = await this.context.request.get(this.origin + path);
    const found = pattern.exec(await answer.text())?.[0];
    if (found === undefined) throw new Error(`${path} has no link like ${pattern}`);
    return found;
  }

  /** Copies a built-in creature under a name of one's own; answers with its page. */
  async copyOf(slug: string, name: string): Promise<string> {
    const page = await this.context.newPage();
    await page.goto(`${this.origin}/bestiary/new?from=${slug}`);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("button", { name: /^Keep/ }).click();
    await page.waitForURL(/\/bestiary\/(?!new)[^/]+$/);
    const { pathname } = new URL(page.url());
    await page.close();
    return pathname;
  }

  async #send(id: string, commands: readonly Command[]): Promise<void> {
    for (let from = 0; from < commands.length; from += MOST_COMMANDS) {
      const sentAt = Date.now();
      const batch = commands.slice(from, from + MOST_COMMANDS).map((command) => {
        // The same dice in every run, so that a picture changes only when the product does.
        const seed = String(++this.#count).padStart(32, "0");
        return { id: crypto.randomUUID(), at: sentAt, seed, command };
      });
      const answer = await this.#post(`/encounters/${id}/commands`, { sentAt, commands: batch });
      const { refused } = BATCH.parse(answer);
      if (refused !== undefined) throw new Error(`Refused: ${JSON.stringify(refused)}`);
    }
  }

  /** A fight that has come to `moment`, shared with players. */
  async encounter(name: string, moment: Moment): Promise<EncounterPlace> {
    this.#count = 0;
    const { id } = MADE.parse(await this.#post("/encounters", { name, edition: "2014" }));
    const [dragon, goblin, cultist] = await Promise.all(BLOCKS.map((slug) => this.#block(slug)));
    if (!dragon || !goblin || !cultist) throw new Error("A creature is missing");
    await this.#send(id, [...cast(dragon, goblin, cultist), ...story(moment)]);
    return { id, code: SHARED.parse(await this.#post(`/encounters/${id}/share`, {})).code };
  }

  /** A fight that is being built: monsters, the party by name, a wave. */
  async plan(name: string): Promise<string> {
    const build = await this.form("/encounters", { name });
    const steps: readonly Record<string, string>[] = [
      { do: "add", slug: BLOCKS[0], count: "1" },
      { do: "add", slug: BLOCKS[1], count: "6" },
      { do: "add", slug: BLOCKS[2], count: "3", hidden: "on" },
      { do: "lair" },
      { do: "names", names: PARTY_NAMES, level: "13" },
    ];
    for (const step of steps) await this.form(build, step);
    return build;
  }

  /** The path of the link in the newest letter to an address. */
  async letter(email: string): Promise<string> {
    const answer = await this.context.request.get(`${this.origin}/dev/mail`);
    const letter = (await answer.text()).split('class="letter"')
      .find((text) => text.includes(`To ${email},`));
    const link = /href="(\/[^"]+key=[\w-]{43})"/.exec(letter ?? "")?.[1];
    if (link === undefined) throw new Error(`No letter with a link came for ${email}`);
    return link;
  }

  /** Makes an account and signs in to it. */
  async account(email: string): Promise<void> {
    await this.form("/sign-up", { email, password: PASSWORD });
    const { searchParams } = new URL(await this.letter(email), this.origin);
    await this.form("/sign-up/finish", { key: searchParams.get("key") ?? "" });
  }

  /** Makes the link that opens this guest's fights elsewhere; its path. */
  async recoveryLink(): Promise<string> {
    const page = await this.context.newPage();
    await page.goto(`${this.origin}/recovery`);
    await page.getByRole("button", { name: "Make the link" }).click();
    const { pathname, search } = new URL(await page.getByLabel("Your link").inputValue());
    await page.close();
    return pathname + search;
  }

  /** Sets up codes of an authenticator app. */
  async codes(): Promise<void> {
    const text = await this.firstLink("/account/codes", /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/);
    const code = new TOTP({ secret: text.replaceAll(" ", "") }).generate();
    const headers = { origin: this.origin };
    const form = { do: "finish", code };
    await this.context.request.post(`${this.origin}/account/codes`, { form, headers });
  }

  /** A campaign of this account with a fight and a party in it; answers with its path. */
  async campaign(name: string, things: { readonly encounter: string; readonly party: string }) {
    const path = await this.form("/campaigns", { name, ownerName: "Mara" });
    const put = (kind: string, thing: string) => this.form(path, { do: "share", kind, thing });
    await put("encounters", things.encounter);
    await put("parties", things.party);
    // Takes what the last form said off the page.
    await this.context.request.get(this.origin + path);
    return path;
  }

  /** Makes a link into a campaign of this account; answers with its path. */
  async invite(campaign: string, role: "co-dm" | "viewer" | "player"): Promise<string> {
    const answer = await this.context.request.post(this.origin + campaign, {
      form: { do: "invite", role, days: "7" },
      headers: { origin: this.origin },
    });
    const link = /\/invitations\?key=[\w-]{43}/.exec(await answer.text())?.[0];
    if (link === undefined) throw new Error(`${campaign} made no link`);
    return link;
  }

  /** Joins a campaign by its link. */
  async join(link: string, name: string): Promise<void> {
    const { searchParams } = new URL(link, this.origin);
    await this.form("/invitations", { key: searchParams.get("key") ?? "", name });
  }

  /** Sits down at a fight as `hero`. */
  async sit({ code }: EncounterPlace, hero: string): Promise<void> {
    const page = await this.context.newPage();
    await page.goto(`${this.origin}/play/${code}`);
    await page.getByRole("button", { name: hero }).click();
    await page.locator(".action-bar").waitFor();
    await page.close();
  }
}

/** A context that is `identity`, sees with these options, and chose `theme`. */
export async function look(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
  theme: "dark" | "light",
  identity?: Identity,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...options,
    colorScheme: theme,
    reducedMotion: "reduce",
    ...identity && { storageState: identity },
  });
  await context.addCookies([{ name: "theme", value: theme, url: origin }]);
  return context;
}
