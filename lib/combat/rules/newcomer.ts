/** Makes a combatant from what the DM gave and from its stat block. [ADD-1] ff. */
import type { CombatBlock, DamageTrait } from "../block.ts";
import {
  checkName,
  checkNewId,
  checkText,
  checkWhole,
  firstOf,
  plainLine,
  plainText,
} from "../checks.ts";
import type { CombatantDraft } from "../commands.ts";
import { maximumOf, parseDice, rollDice } from "@/lib/combat/dice/dice.ts";
import { LIMITS } from "../limits.ts";
import { modifierOf, own } from "../lookup.ts";
import { poolsInLair } from "../pools.ts";
import type { RandomSource } from "@/lib/combat/dice/random.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, DiceRoll, EncounterState, HitPoints, Initiative } from "../state.ts";
import {
  ABILITIES,
  type Ability,
  COMBATANT_KINDS,
  type CombatantKind,
  type DamageType,
  type Side,
} from "../vocabulary.ts";

const SIDE_OF: Readonly<Record<CombatantKind, Side>> = {
  character: "party",
  monster: "foe",
  npc: "neutral",
  lair: "foe",
  environment: "neutral",
  custom: "neutral",
};

type Blocks = EncounterState["blocks"];

/** What is wrong with a draft, if anything. */
export function checkDraft(blocks: Blocks, draft: CombatantDraft): Refusal | undefined {
  const { hp, abilities = {}, saves = {}, slots = [] } = draft;
  const wrong = firstOf(
    checkNewId(draft.id, "A combatant"),
    checkName(draft.name),
    checkText(draft.notes ?? "", LIMITS.notes, "The notes"),
    checkText(draft.color ?? "", LIMITS.label, "The colour"),
    checkWhole(draft.ac ?? 10, 0, 100, "Armour class"),
    checkWhole(hp?.max ?? 1, 1, LIMITS.amount, "Maximum hit points"),
    checkWhole(hp?.current ?? 0, 0, LIMITS.amount, "Hit points"),
    checkWhole(hp?.temp ?? 0, 0, LIMITS.amount, "Temporary hit points"),
    checkWhole(
      hp?.maxBonus ?? 0,
      -LIMITS.amount,
      LIMITS.amount,
      "The change of the maximum",
    ),
    checkWhole(draft.initiativeModifier ?? 0, -100, 100, "The initiative modifier"),
    checkWhole(draft.initiative ?? 0, -LIMITS.initiative, LIMITS.initiative, "Initiative"),
    checkWhole(draft.level ?? 1, 0, 30, "The level"),
    checkWhole(draft.xp ?? 0, 0, LIMITS.amount, "XP"),
    checkWhole(draft.passivePerception ?? 10, 0, 100, "Passive Perception"),
    ...ABILITIES.map((ability) => checkWhole(abilities[ability] ?? 10, 0, 99, "An ability score")),
    ...ABILITIES.map((ability) => checkWhole(saves[ability] ?? 0, -100, 100, "A save")),
    ...slots.slice(0, 9).map((max) => checkWhole(max, 0, 99, "Spell slots")),
    slots.length > 9 ? refuse("INVALID_INPUT", "There are nine levels of spell slots.") : undefined,
  );
  if (wrong) return wrong;
  if (!COMBATANT_KINDS.includes(draft.kind)) return refuse("INVALID_INPUT", "Choose a kind.");
  if (draft.blockId !== undefined && !own(blocks, draft.blockId)) {
    return refuse("UNKNOWN_TARGET", `The stat block of ${plainLine(draft.name)} is missing.`);
  }
}

interface Newcomer {
  readonly combatant: Combatant;
  readonly roll: DiceRoll | null;
}

/** A combatant as it enters the fight. */
export function newcomer(
  state: EncounterState,
  blocks: Blocks,
  draft: CombatantDraft,
  dice: RandomSource,
): Newcomer {
  const block = draft.blockId === undefined ? undefined : own(blocks, draft.blockId);
  const { hp, roll } = hitPointsOf(state, draft, block, dice);
  const abilities = abilitiesOf(draft, block);
  const bare: Combatant = {
    ...STANDING,
    id: draft.id,
    kind: draft.kind,
    side: draft.side ?? SIDE_OF[draft.kind],
    name: plainLine(draft.name),
    color: draft.color ?? null,
    ...draft.portrait === undefined ? {} : { portrait: draft.portrait },
    blockId: draft.blockId ?? null,
    ac: draft.ac ?? block?.ac ?? null,
    hp,
    life: hp !== null && hp.current === 0 ? lifeFor(state, draft.kind) : "up",
    abilities,
    saves: { ...block?.saves, ...draft.saves },
    resistances: draft.resistances ?? typesOf(block?.resistances),
    vulnerabilities: draft.vulnerabilities ?? typesOf(block?.vulnerabilities),
    immunities: draft.immunities ?? typesOf(block?.immunities),
    initiative: initiativeFor(draft, block, abilities, dice),
    hidden: draft.hidden ?? false,
    nameHidden: draft.nameHidden ?? false,
    slots: (draft.slots ?? block?.spellcasting?.slots ?? []).map((max) => ({ max, spent: 0 })),
    level: draft.level ?? null,
    xp: draft.xp ?? block?.xp ?? 0,
    inLair: draft.inLair ?? false,
    notes: plainText(draft.notes ?? ""),
    passivePerception: draft.passivePerception ?? block?.passivePerception ?? null,
    characterId: draft.characterId ?? null,
  };
  return { combatant: { ...bare, ...poolsInLair({ ...state, blocks }, bare) }, roll };
}

/** What every combatant starts a fight with. */
export const STANDING = {
  label: "",
  known: false,
  groupId: null,
  life: "up",
  deathSaves: { successes: 0, failures: 0 },
  effects: [],
  exhaustion: 0,
  concentration: null,
  surprised: false,
  delaying: false,
  resumed: false,
  lastTurn: null,
  readied: null,
  reactionUsed: false,
  legendary: null,
  legendaryResistance: null,
  plannedLegendary: null,
  spentRecharge: [],
  usesSpent: {},
  turnsTaken: 0,
} as const satisfies Partial<Combatant>;

function lifeFor({ settings }: EncounterState, kind: CombatantKind): Combatant["life"] {
  return kind !== "character" ? "defeated" : settings.deathSaves ? "dying" : "stable";
}

function typesOf(traits: readonly DamageTrait[] | undefined): readonly DamageType[] {
  // Those with a proviso stay in the block: whether they hold depends on the hit.
  return (traits ?? []).filter(({ only }) => only === undefined).map(({ type }) => type);
}

function abilitiesOf(draft: CombatantDraft, block: CombatBlock | undefined) {
  const score = (ability: Ability) => draft.abilities?.[ability] ?? block?.abilities[ability] ?? 10;
  return {
    str: score("str"),
    dex: score("dex"),
    con: score("con"),
    int: score("int"),
    wis: score("wis"),
    cha: score("cha"),
  };
}

function initiativeFor(
  draft: CombatantDraft,
  block: CombatBlock | undefined,
  abilities: Combatant["abilities"],
  dice: RandomSource,
): Initiative {
  const lair = draft.kind === "lair";
  const value = draft.initiative ?? (lair ? 20 : null);
  const modifier = draft.initiativeModifier ?? block?.initiative ?? modifierOf(abilities.dex);
  return {
    modifier: lair ? 0 : modifier,
    value: value === null ? null : value + 0,
    tiebreak: value === null || lair ? 0 : dice.die(20),
    mode: draft.initiativeMode ?? "normal",
  };
}

function hitPointsOf(
  { settings }: EncounterState,
  draft: CombatantDraft,
  block: CombatBlock | undefined,
  source: RandomSource,
): { readonly hp: HitPoints | null; readonly roll: DiceRoll | null } {
  const text = block?.hp.dice ?? null;
  if (draft.hp) {
    const { max, maxBonus = 0, temp = 0 } = draft.hp;
    const most = Math.max(0, max + maxBonus);
    const current = Math.min(draft.hp.current ?? most, most);
    const hp = { current, max, maxBonus: maxBonus + 0, temp, dice: text };
    return { hp, roll: null };
  }
  if (!block || draft.kind === "lair") return { hp: null, roll: null };
  const dice = text === null ? null : parseDice(text);
  const rolls = dice?.ok && settings.monsterHitPoints === "roll";
  const roll = rolls ? rollDice(dice, source) : null;
  const most = dice?.ok && settings.monsterHitPoints === "maximum" ? maximumOf(dice) : null;
  const max = Math.max(1, roll?.total ?? most ?? block.hp.average);
  return { hp: { current: max, max, maxBonus: 0, temp: 0, dice: text }, roll };
}
