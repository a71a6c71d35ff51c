import type { BrowserContext } from "playwright-core";
import { DRAGON } from "@/components/encounter/testing/sample_encounter.ts";
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import { heroDraft, HEROES } from "@/tests/fixtures/cast.ts";

const chance = () => crypto.randomUUID().replaceAll("-", "");

/** Sends commands as the DM's browser would and fails when one is refused. */
export async function command(
  context: BrowserContext,
  origin: string,
  id: string,
  commands: readonly Command[],
): Promise<void> {
  const at = Date.now();
  const data = {
    sentAt: at,
    commands: commands.map((item) => ({ id: chance(), at, seed: chance(), command: item })),
  };
  const url = `${origin}/api/v1/encounters/${id}/commands`;
  const answer = await context.request.post(url, { data, headers: { origin } });
  const body = await answer.json();
  if (!answer.ok() || body.refused !== undefined) {
    throw new Error(`The fight could not be made: ${JSON.stringify(body).slice(0, 400)}`);
  }
}

function several(count: number, prefix: string, draft: Omit<CombatantDraft, "id">) {
  return Array.from({ length: count }, (_, at) => ({ ...draft, id: `${prefix}-${at + 1}` }));
}

/** The mock-ups' fight: a party of four, a red dragon in its lair, goblins, hidden cultists. */
export function sampleCommands(): readonly Command[] {
  const goblins = several(6, "goblin", { kind: "monster", name: "Goblin", hp: { max: 7 }, ac: 15 });
  const cultists = several(3, "cultist", {
    kind: "monster",
    name: "Cultist",
    hp: { max: 9 },
    ac: 12,
    hidden: "until-revealed",
  });
  const ids = (drafts: readonly CombatantDraft[]) => drafts.map((draft) => draft.id);
  return [
    {
      type: "AddCombatants",
      combatants: [
        ...HEROES.map(heroDraft),
        { id: "lair", kind: "lair", name: "Lair action", initiative: 20 },
        {
          id: "dragon",
          kind: "monster",
          name: "Adult Red Dragon",
          blockId: DRAGON.id,
          initiative: 17,
        },
        ...goblins,
        ...cultists,
      ],
      blocks: [DRAGON],
      groups: [
        { id: "goblins", name: "Goblins", memberIds: ids(goblins), shared: true },
        { id: "cultists", name: "Cultists", memberIds: ids(cultists), shared: true },
      ],
    },
    { type: "SetInitiative", id: "goblins", value: 15 },
    { type: "SetInitiative", id: "cultists", value: 12 },
    { type: "StartCombat" },
  ];
}

/** A running fight with `count` creatures, for measuring. */
export function crowd(count: number): readonly Command[] {
  const combatants = Array.from({ length: count }, (_, at): CombatantDraft => ({
    id: `creature-${at + 1}`,
    kind: at % 5 === 0 ? "character" : "monster",
    side: at % 5 === 0 ? "party" : "foe",
    name: at % 5 === 0 ? `Hero ${at + 1}` : "Bandit",
    hp: { max: 40 },
    ac: 12,
    initiative: count - at,
  }));
  return [{ type: "AddCombatants", combatants }, { type: "StartCombat" }];
}

/** Makes a fight of a new guest; the context's cookie owns it. Answers with its address and id. */
export async function makeEncounter(
  context: BrowserContext,
  origin: string,
  commands: readonly Command[] = sampleCommands(),
): Promise<{ readonly id: string; readonly url: string }> {
  const answer = await context.request.post(`${origin}/api/v1/encounters`, {
    data: { name: "Ember on the Causeway", edition: "2014" },
    headers: { origin },
  });
  const { id } = await answer.json();
  if (commands.length > 0) await command(context, origin, id, commands);
  return { id, url: `${origin}/encounters/${id}` };
}
