/** A fight in its third round, as tests draw it: nothing rolled, nothing folded. */
import type { CombatBlock } from "@/lib/combat/block.ts";
import { BRAM, type Hero, KESTREL, ORSOLYA, WREN } from "@/tests/fixtures/cast.ts";
import type { Combatant, Effect, EncounterState, Group } from "@/lib/combat/state.ts";

const TEN = { str: 10, dex: 10, con: 10, int: 10, wis: 10, cha: 10 };

/** A combatant with the figures that matter; the rest is calm. */
export function combatant(patch: Partial<Combatant> & Pick<Combatant, "id" | "name">): Combatant {
  return {
    kind: "monster",
    side: "foe",
    label: "",
    color: null,
    blockId: null,
    groupId: null,
    ac: 12,
    hp: { current: 10, max: 10, maxBonus: 0, temp: 0, dice: null },
    abilities: TEN,
    saves: {},
    resistances: [],
    vulnerabilities: [],
    immunities: [],
    initiative: { modifier: 0, value: null, tiebreak: 0, mode: "normal" },
    hidden: false,
    nameHidden: false,
    life: "up",
    deathSaves: { successes: 0, failures: 0 },
    effects: [],
    exhaustion: 0,
    concentration: null,
    surprised: false,
    delaying: false,
    readied: null,
    reactionUsed: false,
    legendary: null,
    legendaryResistance: null,
    plannedLegendary: null,
    spentRecharge: [],
    usesSpent: {},
    slots: [],
    level: null,
    xp: 0,
    inLair: false,
    notes: "",
    turnsTaken: 0,
    passivePerception: null,
    characterId: null,
    resumed: false,
    ...patch,
  };
}

function points(current: number, max: number, temp = 0) {
  return { current, max, maxBonus: 0, temp, dice: null };
}

function at(value: number) {
  return { modifier: 0, value, tiebreak: 0, mode: "normal" as const };
}

function condition(id: string, name: "frightened" | "restrained", rounds: number): Effect {
  return {
    id,
    condition: name,
    name: name === "frightened" ? "Frightened" : "Restrained",
    reminder: "",
    sourceId: "dragon",
    concentrationOf: null,
    duration: { kind: "turns", turnOf: "wren", at: "end", remaining: rounds },
    save: name === "frightened" ? { ability: "wis", dc: 19, at: "end" } : null,
    impliedBy: null,
    hiddenFromPlayers: false,
    addedAt: { round: 2, activeId: "dragon" },
  };
}

export const DRAGON: CombatBlock = {
  id: "adult-red-dragon",
  name: "Adult Red Dragon",
  edition: "2014",
  size: "huge",
  type: "dragon",
  ac: 19,
  hp: { average: 256, dice: "19d12+133" },
  speeds: { walk: 40, climb: 40, fly: 80 },
  abilities: { str: 27, dex: 10, con: 25, int: 16, wis: 13, cha: 21 },
  saves: { dex: 6, con: 13, wis: 7, cha: 11 },
  skills: { perception: 13, stealth: 6 },
  senses: "blindsight 60 ft, darkvision 120 ft, passive Perception 23",
  languages: "Common, Draconic",
  cr: 17,
  xp: 18000,
  immunities: [{ type: "fire" }],
  actions: [
    {
      id: "multiattack",
      name: "Multiattack",
      kind: "other",
      text: "Frightful Presence, then one bite and two claws.",
    },
    {
      id: "bite",
      name: "Bite",
      kind: "attack",
      text: "+14 to hit, reach 10 ft. 2d10+8 piercing and 2d6 fire.",
      toHit: 14,
      damages: [
        { dice: "2d10+8", average: 19, type: "piercing" },
        { dice: "2d6", average: 7, type: "fire" },
      ],
    },
    {
      id: "claw",
      name: "Claw",
      kind: "attack",
      text: "+14 to hit, reach 5 ft. 2d6+8 slashing.",
      toHit: 14,
      damages: [{ dice: "2d6+8", average: 15, type: "slashing" }],
    },
    {
      id: "fire-breath",
      name: "Fire Breath",
      kind: "save",
      text: "60 ft cone, Dex DC 21, 18d6 fire, half on a save.",
      area: "60 ft cone",
      save: { ability: "dex", dc: 21, onSave: "half" },
      damages: [{ dice: "18d6", average: 63, type: "fire" }],
      recharge: { from: 5 },
    },
  ],
  legendary: {
    uses: 3,
    actions: [
      { id: "detect", name: "Detect", kind: "other", text: "Perception check, +13.", cost: 1 },
      {
        id: "wing-attack",
        name: "Wing Attack",
        kind: "save",
        text: "10 ft, Dex DC 22 or 2d6+8 and prone; then fly half speed.",
        save: { ability: "dex", dc: 22, onSave: "none" },
        damages: [{ dice: "2d6+8", average: 15, type: "bludgeoning" }],
        cost: 2,
      },
    ],
  },
  legendaryResistance: { uses: 3 },
};

/** A hero of the cast with what is left of its hit points. */
function hero({ id, name, ac, hp, initiative }: Hero, current: number, temp = 0) {
  return {
    id,
    name,
    kind: "character",
    side: "party",
    ac,
    hp: points(current, hp, temp),
    initiative: at(initiative),
  } as const;
}

const party: Combatant[] = [
  combatant({
    ...hero(KESTREL, 71),
    saves: { dex: 10 },
  }),
  combatant({
    ...hero(ORSOLYA, 83, 8),
    concentration: {
      name: "Bless",
      since: { round: 1 },
      duration: { kind: "turns", turnOf: "orsolya", at: "end", remaining: 7 },
    },
  }),
  combatant({
    ...hero(BRAM, 97),
    level: 13,
    passivePerception: 13,
  }),
  combatant({
    ...hero(WREN, 31),
    effects: [condition("fright", "frightened", 9), condition("grip", "restrained", 2)],
  }),
];

const monsters: Combatant[] = [
  combatant({
    id: "lair",
    name: "Lair action",
    kind: "lair",
    ac: null,
    hp: null,
    initiative: at(20),
  }),
  combatant({
    id: "dragon",
    name: "Adult Red Dragon",
    blockId: DRAGON.id,
    ac: 19,
    hp: points(187, 256),
    abilities: DRAGON.abilities,
    initiative: at(17),
    legendary: { max: 3, spent: 0 },
    legendaryResistance: { max: 3, spent: 1 },
    xp: 18000,
  }),
  ...[7, 3, 7, 7, 0, 0].map((current, index) =>
    combatant({
      id: `goblin-${index + 1}`,
      name: "Goblin",
      label: String(index + 1),
      groupId: "goblins",
      ac: 15,
      hp: points(current, 7),
      life: current === 0 ? "defeated" : "up",
      initiative: at(15),
    })
  ),
  ...[1, 2, 3].map((label) =>
    combatant({
      id: `cultist-${label}`,
      name: "Cultist",
      label: String(label),
      groupId: "cultists",
      hp: points(9, 9),
      hidden: "until-revealed",
      initiative: at(12),
    })
  ),
];

function group(id: string, name: string, prefix: string, value: number): Group {
  const memberIds = monsters.filter((monster) => monster.id.startsWith(prefix)).map((monster) =>
    monster.id
  );
  return { id, name, memberIds, initiative: at(value), shared: true };
}

/** Round 3 on the causeway: the dragon's turn, goblins next, cultists hidden. */
export const SAMPLE_ENCOUNTER: EncounterState = {
  id: "causeway",
  version: 120,
  name: "Ember on the Causeway",
  edition: "2014",
  status: "running",
  settings: {
    partyHp: "exact",
    monsterHp: "words",
    showMonsterAc: false,
    rerollEachRound: false,
    monsterHitPoints: "average",
    autoRollMonsters: true,
    deathSaves: true,
    showTimerToPlayers: true,
    turnLimit: null,
    showCodeOnTable: true,
  },
  round: 3,
  activeId: "dragon",
  lastActiveId: null,
  departed: {},
  order: ["kestrel", "lair", "orsolya", "dragon", "goblins", "bram", "cultists", "wren"],
  combatants: Object.fromEntries([...party, ...monsters].map((item) => [item.id, item])),
  groups: {
    goblins: group("goblins", "Goblins", "goblin-", 15),
    cultists: group("cultists", "Cultists", "cultist-", 12),
  },
  blocks: { [DRAGON.id]: DRAGON },
  areas: {},
  prompts: [
    {
      id: "p1",
      combatantId: "orsolya",
      round: 3,
      at: 0,
      kind: "concentration",
      dc: 10,
      damage: 11,
      spell: "Bless",
      cause: "11 fire from the lair",
    },
    { id: "p2", combatantId: "dragon", round: 3, at: 0, kind: "legendary", afterId: "goblins" },
  ],
  notes: "",
  turnStartedAt: 0,
  startedAt: 0,
  endedAt: null,
  tally: { dealt: {}, taken: {}, healed: {}, turnTime: {}, turns: {} },
  seats: {
    s1: {
      id: "s1",
      player: "Jonas",
      combatantId: "bram",
      trusted: false,
      claimedAt: 0,
      device: "device-of-s1",
    },
  },
  proposals: [
    {
      id: "q1",
      seatId: "s1",
      combatantId: "kestrel",
      at: 0,
      body: { kind: "damage", amount: 12, type: "piercing" },
    },
  ],
  clock: { paused: false, pausedFor: 0, pausedAt: null },
  history: { done: [], undone: [], joined: [] },
};
