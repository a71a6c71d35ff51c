/** What the browser's figures are measured on: the built app, a Chromium, fights. */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import { findBrowser } from "@/tasks/find_browser.ts";
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";

export const LAPTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

const ADDRESS = /http:\/\/localhost:\d+/;
const MONSTERS = ["Goblin", "Wolf", "Thug", "Skeleton", "Cultist", "Bandit", "Zombie", "Kobold"];

/** A fight with so many, the first four of them characters, in its first round. */
export function encounterOf(count: number): Command[] {
  const combatants = Array.from({ length: count }, (_, index): CombatantDraft =>
    index < 4
      ? {
        id: `c${index}`,
        kind: "character",
        name: `Hero ${index + 1}`,
        side: "party",
        ac: 16,
        hp: { max: 900 },
        level: 7,
      }
      : {
        id: `c${index}`,
        kind: "monster",
        name: `${MONSTERS[index % MONSTERS.length]} ${index}`,
        side: "foe",
        ac: 13,
        hp: { max: 900 },
      });
  const order = combatants.map(({ id }, index): Command => ({
    type: "SetInitiative",
    id,
    value: 30 - index % 29,
  }));
  return [{ type: "AddCombatants", combatants }, ...order, { type: "StartCombat" }];
}

/** A browser with the built app beside it. */
export class Stage {
  #server: Deno.ChildProcess;
  #dataDir: string;
  readonly browser: Browser;
  readonly origin: string;

  private constructor(
    server: Deno.ChildProcess,
    dataDir: string,
    browser: Browser,
    origin: string,
  ) {
    this.#server = server;
    this.#dataDir = dataDir;
    this.browser = browser;
    this.origin = origin;
  }

  /** @throws When no Chromium is found, or the app does not start. */
  static async open(): Promise<Stage> {
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new Error("Cannot find a Chromium: set CHROME_PATH");
    await ensureBuilt();
    const dataDir = await Deno.makeTempDir();
    const server = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tasks/start.ts", "--no-build"],
      cwd: ROOT,
      env: { APP_ENV: "test", PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "error", NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const origin = await addressFrom(server.stdout);
    // A frame is painted as soon as it is ready: figures are of our work, not of a screen's rhythm.
    const args = ["--no-sandbox", "--disable-frame-rate-limit", "--disable-gpu-vsync"];
    const still = ["--disable-renderer-backgrounding", "--disable-background-timer-throttling"];
    const browser = await chromium.launch({ executablePath, args: [...args, ...still] });
    return new Stage(server, dataDir, browser, origin);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    this.#server.kill("SIGKILL");
    await this.#server.status;
    await Deno.remove(this.#dataDir, { recursive: true });
  }

  /** A new DM at the laptop with a fight of so many. */
  async encounter(count: number): Promise<BrowserEncounter> {
    const context = await this.browser.newContext(LAPTOP);
    const page = await context.newPage();
    await page.goto(`${this.origin}/join`);
    const encounter = new BrowserEncounter(this, context, page);
    await encounter.create(count);
    return encounter;
  }
}

async function addressFrom(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  const lines = output.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await lines.read();
    text += value ?? "";
    const address = ADDRESS.exec(text)?.[0];
    if (address !== undefined) {
      // What follows is read and dropped, or the server would wait for it.
      void (async () => {
        while (!(await lines.read()).done);
      })();
      return address;
    }
    if (done) throw new Error(`The app did not start: ${text}`);
  }
}

/** One fight, its DM and the ways in. */
export class BrowserEncounter {
  id = "";
  code = "";

  constructor(
    private readonly stage: Stage,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  get tracker(): string {
    return `${this.stage.origin}/encounters/${this.id}`;
  }

  get play(): string {
    return `${this.stage.origin}/play/${this.code}`;
  }

  async create(count: number): Promise<void> {
    this.id = (await this.#post("/api/v1/encounters", { name: "Ember", edition: "2014" })).id;
    await this.send(...encounterOf(count));
    this.code = (await this.#post(`/api/v1/encounters/${this.id}/share`)).code;
  }

  /** Sends commands as another device of the DM would. */
  async send(...commands: readonly Command[]): Promise<void> {
    const sentAt = Date.now();
    const batch = commands.map((command) => ({
      id: crypto.randomUUID(),
      at: sentAt,
      seed: crypto.randomUUID().replaceAll("-", ""),
      command,
    }));
    for (let at = 0; at < batch.length; at += 50) {
      const path = `/api/v1/encounters/${this.id}/commands`;
      const answer = await this.#post(path, { sentAt, commands: batch.slice(at, at + 50) });
      if (answer.refused) throw new Error(`Refused: ${JSON.stringify(answer.refused)}`);
    }
  }

  /** The HTML that the server answers with. */
  html(path: string): Promise<string> {
    return this.page.evaluate(async (path) => await (await fetch(path)).text(), path);
  }

  /** Opens the DM's screen and waits until it is alive. */
  async openTracker(): Promise<Page> {
    await this.page.goto(this.tracker);
    await this.page.locator("[data-alive]").waitFor();
    return this.page;
  }

  /** A player's phone, sitting as the first character. */
  async openPhone(): Promise<Page> {
    const page = await (await this.stage.browser.newContext(PHONE)).newPage();
    await page.goto(this.play);
    await page.getByRole("button", { name: "Hero 1" }).click();
    await page.locator(".action-bar").waitFor();
    await page.waitForTimeout(500);
    return page;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  #post(path: string, body?: unknown) {
    return this.page.evaluate(async ([path, body]) => {
      const response = await fetch(String(path), {
        method: "POST",
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(JSON.stringify(answer));
      return answer;
    }, [path, body]);
  }
}
