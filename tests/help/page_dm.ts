import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Command } from "@/lib/combat/commands.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { batch } from "@/tests/api/encounters.ts";

/** Two characters, an ogre and a lurker that nobody sees yet. */
export const ADD_OGRE_AND_TWO: Command = {
  type: "AddCombatants",
  combatants: [
    ...([["wren", "Wren Halloway", 67], ["bram", "Bram Oakhollow", 121]] as const).map(
      ([id, name, max]) => ({
        id,
        name,
        kind: "character" as const,
        side: "party" as const,
        ac: 15,
        hp: { max },
        level: 5,
      }),
    ),
    { id: "ogre", kind: "monster", name: "Ogre", side: "foe", ac: 11, hp: { max: 59 } },
    {
      id: "lurker",
      kind: "monster",
      name: "Veiled Lurker",
      side: "foe",
      hp: { max: 77 },
      hidden: "until-revealed",
    },
  ],
};

const OGRE_AND_TWO: readonly Command[] = [
  ADD_OGRE_AND_TWO,
  { type: "SetInitiative", id: "ogre", value: 20 },
  { type: "SetInitiative", id: "wren", value: 17 },
  { type: "SetInitiative", id: "lurker", value: 15 },
  { type: "SetInitiative", id: "bram", value: 5 },
  { type: "StartCombat" },
];

/** A DM who works through the API with the cookies of a page, as the page's own client would. */
export class PageDm {
  #page: Page;
  readonly id: string;

  private constructor(page: Page, id: string) {
    this.#page = page;
    this.id = id;
  }

  /** Opens the site, makes a fight there and sends `commands`. */
  static async withEncounter(
    page: Page,
    origin: string,
    commands: readonly Command[] = OGRE_AND_TWO,
  ): Promise<PageDm> {
    await page.goto(`${origin}/join`);
    const made = await post(page, "/api/v1/encounters", { name: "Ember", edition: "2014" });
    const dm = new PageDm(page, made.id);
    if (commands.length > 0) await dm.does(...commands);
    return dm;
  }

  /** Sends commands in one batch; fails when one is refused. */
  async does(...commands: readonly Command[]): Promise<void> {
    const path = `/api/v1/encounters/${this.id}/commands`;
    const answer = await post(this.#page, path, batch(...commands));
    assert.equal(answer.refused, undefined, JSON.stringify(answer.refused));
  }

  /** Makes a code for players. */
  async share(): Promise<string> {
    return (await post(this.#page, `/api/v1/encounters/${this.id}/share`)).code;
  }

  /** The fight as the server has it. */
  async state(): Promise<EncounterState> {
    const answer = await this.#page.evaluate(
      async (path) => await (await fetch(path)).json(),
      `/api/v1/encounters/${this.id}`,
    );
    return answer.state;
  }
}

function post(page: Page, path: string, body?: unknown) {
  return page.evaluate(async ([path, body]) => {
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
