/** A boss fight for tests: a drake in its lair, two who stand by it, and one against them. */
import type { Command } from "../commands.ts";
import type { AreaTarget } from "../state.ts";
import type { Condition, Edition } from "../vocabulary.ts";
import { DRAKE, MAGE, ROGUE } from "./blocks.ts";
import { Play } from "./play.ts";

/** Ada (20), the drake in its lair (15), a rogue (10), a mage (5), and the lair. */
export function boss(edition: Edition = "2014"): Play {
  const monster = { kind: "monster" } as const;
  return new Play(edition).character("Ada", 100, 20).run({
    type: "AddCombatants",
    blocks: [DRAKE, ROGUE, MAGE],
    combatants: [
      { ...monster, id: "drake", name: "Drake", blockId: DRAKE.id, initiative: 15 },
      { ...monster, id: "rogue", name: "Rogue", blockId: ROGUE.id, initiative: 10 },
      { ...monster, id: "mage", name: "Mage", blockId: MAGE.id, initiative: 5 },
      { id: "lair", kind: "lair", name: "Lair", blockId: DRAKE.id },
    ],
  }).run({ type: "StartCombat" });
}

export function afflict(play: Play, id: string, condition: Condition): Play {
  return play.run({ type: "AddEffect", ids: [id], effect: { condition } });
}

export function promptsOf(play: Play, kind: string) {
  return play.state.prompts.filter((prompt) => prompt.kind === kind);
}

/** A ball of cold that asks for Dexterity saves. */
export function fireball(extra: Partial<Extract<Command, { type: "StartArea" }>> = {}): Command {
  return {
    type: "StartArea",
    areaId: "area",
    targetIds: ["Ada", "rogue", "mage"],
    damage: [{ amount: "8d6", type: "cold" }],
    save: { ability: "dex", dc: 14, onSave: "half" },
    label: "Ice storm",
    ...extra,
  };
}

/** How the area "area" stands with one of its targets. */
export function targetOf(play: Play, id: string): AreaTarget | undefined {
  return play.state.areas.area?.targets.find((target) => target.id === id);
}
