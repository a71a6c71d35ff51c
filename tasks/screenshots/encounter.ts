/** The fight of the pictures: a party of four on a causeway, a dragon in its lair and its people. */
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import { type Hero, heroDraft, HEROES } from "@/tests/fixtures/cast.ts";

/** Where the fight stands when its picture is taken. */
export type Moment = "dragon" | "your-turn" | "dying" | "over";

/** With what their saves and concentration need. */
const hero = (item: Hero): CombatantDraft => ({
  ...heroDraft(item),
  abilities: { con: 14, dex: 14 },
});

function several(count: number, block: CombatBlock, hidden: boolean): CombatantDraft[] {
  return Array.from({ length: count }, (_, at): CombatantDraft => ({
    id: `${block.name.toLowerCase()}-${at + 1}`,
    kind: "monster",
    side: "foe",
    name: block.name,
    blockId: block.id,
    ...hidden && { hidden: "until-revealed" },
  }));
}

/** Who is in it, with the order of the first round. */
export function cast(
  dragon: CombatBlock,
  goblin: CombatBlock,
  cultist: CombatBlock,
): readonly Command[] {
  const goblins = several(6, goblin, false);
  const cultists = several(3, cultist, true);
  const ids = (all: readonly CombatantDraft[]) => all.map(({ id }) => id);
  return [
    {
      type: "AddCombatants",
      combatants: [
        ...HEROES.map(hero),
        { id: "lair", kind: "lair", side: "foe", name: "Lair action", initiative: 20 },
        {
          id: "dragon",
          kind: "monster",
          side: "foe",
          name: dragon.name,
          blockId: dragon.id,
          initiative: 17,
          inLair: true,
        },
        ...goblins,
        ...cultists,
      ],
      blocks: [dragon, goblin, cultist],
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

const nextTurns = (count: number) =>
  Array.from({ length: count }, (): Command => ({ type: "NextTurn" }));

const harm = (id: string, amount: number, sourceId: string, label: string): Command => ({
  type: "ApplyDamage",
  targets: [{ id, override: amount }],
  damage: [{ amount }],
  sourceId,
  label,
});

/** Entries of one round: Kestrel, lair, Orsolya, dragon, goblins, Bram, cultists, Wren. */
const ROUND = 8;

const TWO_ROUNDS: readonly Command[] = [
  harm("dragon", 69, "kestrel", "Sneak Attack"),
  {
    type: "AddEffect",
    ids: ["orsolya", "bram"],
    effect: { name: "Bless", reminder: "+1d4 to attacks and saves", rounds: 10 },
  },
  ...nextTurns(3),
  harm("kestrel", 17, "dragon", "Bite"),
  ...nextTurns(2),
  harm("goblin-5", 9, "bram", "Longsword"),
  harm("goblin-6", 12, "bram", "Longsword"),
  harm("goblin-2", 4, "bram", "Longsword"),
  ...nextTurns(ROUND - 5),
  { type: "StartConcentration", id: "orsolya", name: "Spirit Guardians" },
  ...nextTurns(3),
  harm("bram", 24, "dragon", "Claw"),
  { type: "UseAction", id: "dragon", actionId: "fire-breath" },
  harm("wren", 36, "dragon", "Fire Breath"),
  {
    type: "AddEffect",
    ids: ["wren"],
    effect: { condition: "frightened", save: { ability: "wis", dc: 19 }, sourceId: "dragon" },
  },
  { type: "GrantTemporary", ids: ["orsolya"], amount: 8 },
  { type: "AddEffect", ids: ["wren"], effect: { condition: "restrained", rounds: 2 } },
  ...nextTurns(ROUND - 3),
];

const AFTER: Readonly<Record<Moment, readonly Command[]>> = {
  dragon: [...nextTurns(3), harm("orsolya", 11, "lair", "Magma")],
  "your-turn": [...nextTurns(0)],
  dying: [
    ...nextTurns(6),
    harm("wren", 31, "cultist-1", "Scimitar"),
    { type: "RecordDeathSave", id: "wren", natural: 14 },
    { type: "RecordDeathSave", id: "wren", natural: 6 },
    { type: "NextTurn" },
  ],
  over: [
    ...nextTurns(3),
    harm("dragon", 187, "bram", "Longsword"),
    {
      type: "Defeat",
      ids: ["goblin-1", "goblin-2", "goblin-3", "goblin-4", "cultist-1", "cultist-2", "cultist-3"],
    },
    { type: "EndCombat" },
  ],
};

/** From the first turn to the moment of the picture, in the third round. */
export function story(moment: Moment): readonly Command[] {
  return [...TWO_ROUNDS, ...AFTER[moment]];
}

/** The party as somebody types it into the builder. */
export const PARTY_NAMES = HEROES
  .map(({ name, hp, ac }) => `${name} ${hp}hp ac${ac}`).join("\n");
