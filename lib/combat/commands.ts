/**
 * Everything that can be asked of a fight, imperative. A command says what is
 * wanted; `decide` answers with events that say what happened, or refuses.
 * Dice come from `seed`, so that whoever decides the same command on the same
 * state (browser first, server after) rolls the same.
 */
import type { CombatBlock, DiceText } from "./block.ts";
import type {
  Combatant,
  EffectDraft,
  HitPoints,
  Id,
  Instant,
  Portrait,
  ProposalBody,
  Settings,
} from "./state.ts";
import type {
  Ability,
  CombatantKind,
  DamageType,
  Edition,
  RollMode,
  SaveOutcome,
  Side,
  Skill,
} from "./vocabulary.ts";

export type Actor =
  /** The fight's owner, or with `by` (an account) and `name` somebody who runs it beside them. */
  | { readonly kind: "dm"; readonly by?: Id; readonly name?: string }
  | { readonly kind: "seat"; readonly seatId: Id; readonly name?: never }
  | { readonly kind: "system"; readonly name?: never };

/** A command with what the wire adds to it. */
export interface CommandEnvelope {
  /** Made where the command is made; the same id is carried out once. */
  readonly id: Id;
  readonly at: Instant;
  /** 32 hex digits of randomness, for every die of this command. */
  readonly seed: string;
  readonly actor: Actor;
  readonly command: Command;
}

/** What a new combatant is made of; everything else follows from its block. */
export interface CombatantDraft {
  readonly id: Id;
  readonly kind: CombatantKind;
  readonly name: string;
  readonly side?: Side;
  readonly blockId?: Id;
  readonly ac?: number;
  /** Absent: from the block, by `Settings.monsterHitPoints`. */
  readonly hp?: {
    readonly current?: number;
    readonly max: number;
    readonly temp?: number;
    /** A change of the maximum that lasts from before (Aid +5, a drain −10). */
    readonly maxBonus?: number;
  };
  readonly initiativeModifier?: number;
  readonly initiativeMode?: RollMode;
  readonly initiative?: number;
  readonly abilities?: Readonly<Partial<Record<Ability, number>>>;
  readonly saves?: Readonly<Partial<Record<Ability, number>>>;
  readonly resistances?: readonly DamageType[];
  readonly vulnerabilities?: readonly DamageType[];
  readonly immunities?: readonly DamageType[];
  readonly level?: number;
  readonly xp?: number;
  readonly hidden?: Combatant["hidden"];
  readonly nameHidden?: boolean;
  readonly color?: string;
  readonly notes?: string;
  readonly inLair?: boolean;
  readonly passivePerception?: number;
  readonly characterId?: Id;
  readonly slots?: readonly number[];
  readonly portrait?: Portrait;
}

export interface GroupDraft {
  readonly id: Id;
  readonly name: string;
  readonly memberIds: readonly Id[];
  readonly shared: boolean;
}

/** One kind of damage in a hit: a number, or dice to roll. */
export interface DamageInput {
  readonly amount: number | DiceText;
  readonly type?: DamageType;
}

export interface DamageTarget {
  readonly id: Id;
  /** Absent = "fail", the whole damage. */
  readonly outcome?: SaveOutcome;
  /** Replaces the computed damage after resistances, for the DM's last word. */
  readonly override?: number;
}

/** What may be changed of a combatant by hand. */
export type CombatantPatch = Partial<
  Pick<
    Combatant,
    | "name"
    | "label"
    | "color"
    | "kind"
    | "side"
    | "ac"
    | "resistances"
    | "vulnerabilities"
    | "immunities"
    | "notes"
    | "level"
    | "xp"
    | "inLair"
    | "nameHidden"
    | "passivePerception"
    | "slots"
    | "portrait"
  >
>;

export type Command =
  // the fight itself
  | {
    readonly type: "CreateEncounter";
    readonly encounterId: Id;
    readonly name: string;
    readonly edition: Edition;
  }
  | { readonly type: "RenameEncounter"; readonly name: string }
  | { readonly type: "ChangeEdition"; readonly edition: Edition }
  | { readonly type: "ChangeSettings"; readonly settings: Partial<Settings> }
  | { readonly type: "SetNotes"; readonly notes: string }
  | { readonly type: "StartCombat" }
  | { readonly type: "EndCombat" }
  | { readonly type: "ResumeCombat" }
  // who is in it
  | {
    readonly type: "AddCombatants";
    readonly combatants: readonly CombatantDraft[];
    readonly blocks?: readonly CombatBlock[];
    readonly groups?: readonly GroupDraft[];
  }
  | { readonly type: "RemoveCombatants"; readonly ids: readonly Id[] }
  | { readonly type: "DuplicateCombatant"; readonly id: Id; readonly newIds: readonly Id[] }
  | { readonly type: "EditCombatant"; readonly id: Id; readonly patch: CombatantPatch }
  | {
    readonly type: "SetHidden";
    readonly ids: readonly Id[];
    readonly hidden: Combatant["hidden"];
  }
  | { readonly type: "GroupCombatants"; readonly group: GroupDraft }
  | {
    readonly type: "SplitGroup";
    readonly groupId: Id;
    readonly memberIds: readonly Id[];
    readonly newGroupId?: Id;
  }
  | { readonly type: "MergeGroups"; readonly groupIds: readonly Id[] }
  | { readonly type: "Ungroup"; readonly groupId: Id }
  // initiative and turns
  | {
    readonly type: "RollInitiative";
    /** Order entries or members; absent = all that have none yet. */
    readonly ids?: readonly Id[];
    readonly mode?: RollMode;
    /** 10 + modifier instead of a roll. */
    readonly passive?: boolean;
  }
  | { readonly type: "SetInitiative"; readonly id: Id; readonly value: number | null }
  | { readonly type: "MoveEntry"; readonly id: Id; readonly beforeId: Id | null }
  | { readonly type: "DelayTurn"; readonly id: Id }
  | { readonly type: "ResumeTurn"; readonly id: Id }
  | { readonly type: "ReadyAction"; readonly id: Id; readonly note: string }
  | { readonly type: "ClearReadied"; readonly id: Id }
  | { readonly type: "SetSurprised"; readonly ids: readonly Id[]; readonly surprised: boolean }
  /** `ends`: the turn that is meant; a press that comes after it was ended is refused. */
  | { readonly type: "NextTurn"; readonly ends?: { readonly id: Id; readonly round: number } }
  | { readonly type: "PreviousTurn" }
  | { readonly type: "JumpToTurn"; readonly id: Id }
  // hit points
  | {
    readonly type: "ApplyDamage";
    readonly targets: readonly DamageTarget[];
    readonly damage: readonly DamageInput[];
    readonly sourceId?: Id;
    readonly label?: string;
    readonly critical?: boolean;
    readonly magical?: boolean;
    /** Skips resistances, immunities and vulnerabilities. */
    readonly untyped?: boolean;
  }
  | {
    readonly type: "Heal";
    readonly ids: readonly Id[];
    readonly amount: number | DiceText;
    readonly sourceId?: Id;
  }
  | {
    readonly type: "GrantTemporary";
    readonly ids: readonly Id[];
    readonly amount: number | DiceText;
  }
  | { readonly type: "SetHitPoints"; readonly id: Id; readonly hp: Partial<HitPoints> }
  | { readonly type: "ChangeMaximum"; readonly ids: readonly Id[]; readonly amount: number }
  | { readonly type: "Defeat"; readonly ids: readonly Id[] }
  | { readonly type: "Revive"; readonly id: Id; readonly hp: number }
  | { readonly type: "Stabilise"; readonly id: Id }
  /** `natural` absent = roll it. */
  | { readonly type: "RecordDeathSave"; readonly id: Id; readonly natural?: number }
  | {
    readonly type: "SetDeathSaves";
    readonly id: Id;
    readonly successes: number;
    readonly failures: number;
  }
  // rolls and actions
  | {
    readonly type: "RollDice";
    readonly dice: DiceText;
    readonly label?: string;
    readonly combatantId?: Id;
  }
  | {
    readonly type: "RollCheck";
    readonly id: Id;
    readonly check:
      | { readonly kind: "ability" | "save"; readonly ability: Ability }
      | { readonly kind: "skill"; readonly skill: Skill };
    readonly mode?: RollMode;
  }
  | {
    readonly type: "RollAttack";
    readonly id: Id;
    readonly actionId: string;
    readonly targetIds: readonly Id[];
    readonly mode?: RollMode;
    /** Deal the damage of hits at once. */
    readonly apply?: boolean;
  }
  /** Marks an action as used: recharge spent, a use of the day, legendary actions of its cost. */
  | { readonly type: "UseAction"; readonly id: Id; readonly actionId: string }
  | { readonly type: "RestoreAction"; readonly id: Id; readonly actionId: string }
  // area effects
  | {
    readonly type: "StartArea";
    readonly areaId: Id;
    readonly targetIds: readonly Id[];
    readonly sourceId?: Id;
    readonly actionId?: string;
    readonly label?: string;
    readonly damage: readonly DamageInput[];
    readonly save?: {
      readonly ability: Ability;
      readonly dc: number;
      readonly onSave: "half" | "none" | "other";
    };
    readonly effects?: readonly EffectDraft[];
    readonly magical?: boolean;
    /** Apply at once what is known. */
    readonly apply?: boolean;
  }
  | {
    readonly type: "SetAreaOutcome";
    readonly areaId: Id;
    readonly targetId: Id;
    readonly outcome?: SaveOutcome;
    /** Typed total of the save, natural or rolled with this mode when absent. */
    readonly total?: number;
    readonly mode?: RollMode;
  }
  | { readonly type: "ApplyArea"; readonly areaId: Id }
  | { readonly type: "CancelArea"; readonly areaId: Id }
  // effects
  | { readonly type: "AddEffect"; readonly ids: readonly Id[]; readonly effect: EffectDraft }
  | { readonly type: "EndEffects"; readonly id: Id; readonly effectIds: readonly Id[] }
  | {
    readonly type: "ChangeEffect";
    readonly id: Id;
    readonly effectId: Id;
    readonly rounds: number | null;
  }
  | { readonly type: "SetExhaustion"; readonly id: Id; readonly level: number }
  | {
    readonly type: "StartConcentration";
    readonly id: Id;
    readonly name: string;
    readonly rounds?: number;
    /** Effects already in the fight that hang on it. */
    readonly effectIds?: readonly Id[];
  }
  | { readonly type: "EndConcentration"; readonly id: Id }
  // boss parts and pools
  | {
    readonly type: "PlanLegendary";
    readonly id: Id;
    readonly actionId: string | null;
    readonly afterId?: Id;
  }
  | { readonly type: "UseLegendaryResistance"; readonly id: Id; readonly areaId?: Id }
  | {
    readonly type: "SetLegendary";
    readonly id: Id;
    readonly spent?: number;
    readonly resistanceSpent?: number;
  }
  | { readonly type: "SetReaction"; readonly id: Id; readonly used: boolean }
  | { readonly type: "SpendSlot"; readonly id: Id; readonly level: number }
  | { readonly type: "RestoreSlot"; readonly id: Id; readonly level: number }
  // prompts and proposals
  | { readonly type: "AnswerPrompt"; readonly promptId: Id; readonly answer: PromptAnswer }
  | { readonly type: "DismissPrompt"; readonly promptId: Id }
  | {
    readonly type: "Propose";
    readonly proposalId: Id;
    readonly seatId: Id;
    readonly body: ProposalBody;
  }
  | { readonly type: "AcceptProposal"; readonly proposalId: Id; readonly body?: ProposalBody }
  | { readonly type: "RejectProposal"; readonly proposalId: Id; readonly reason?: string }
  // seats
  | {
    readonly type: "ClaimSeat";
    readonly seatId: Id;
    readonly combatantId: Id;
    readonly player: string;
    readonly device?: Id;
  }
  | { readonly type: "ReleaseSeat"; readonly seatId: Id }
  | { readonly type: "TrustSeat"; readonly seatId: Id; readonly trusted: boolean }
  /** Frees every seat of the device that sits there; it may not sit down again. */
  | { readonly type: "BarDevice"; readonly seatId: Id }
  /** Whoever was put out may sit down again. */
  | { readonly type: "AllowDevices" }
  // clock and history
  | { readonly type: "PauseClock" }
  | { readonly type: "ResumeClock" }
  /** Without `toVersion` one step; with it everything after that version. */
  | { readonly type: "Undo"; readonly toVersion?: number }
  | { readonly type: "Redo" };

export type PromptAnswer =
  /** Roll it here with the combatant's bonus. */
  | { readonly kind: "roll"; readonly mode?: RollMode }
  /** A total (or for a death save the natural die) that was rolled elsewhere. */
  | { readonly kind: "total"; readonly total: number }
  | { readonly kind: "outcome"; readonly success: boolean }
  /** Legendary or lair prompt: take this action. */
  | { readonly kind: "action"; readonly actionId: string };

export type CommandType = Command["type"];

/** Commands that a player's seat may send; everything else is the DM's. */
export const SEAT_COMMANDS = ["Propose", "ReleaseSeat"] as const satisfies readonly CommandType[];
