/**
 * What happened, in the past tense. Events store outcomes: every die and every figure is in
 * them, so replay never rolls and never decides. Damage is kept as it strikes, after save and
 * traits: what it takes away follows when it is folded, so that an entry folded at another
 * place (a late save whose neighbour was undone) still adds up.
 */
import type { CombatBlock } from "./block.ts";
import type { CombatantPatch } from "./commands.ts";
import type {
  AreaEffect,
  AreaTarget,
  Combatant,
  Concentration,
  DiceRoll,
  Effect,
  EffectDuration,
  Group,
  HitPoints,
  Id,
  Prompt,
  Proposal,
  Seat,
  Settings,
} from "./state.ts";
import type {
  Ability,
  Condition,
  DamageType,
  Edition,
  RollMode,
  SaveOutcome,
} from "./vocabulary.ts";

export type Life = Combatant["life"];

/** Hit points of one target around an event. */
export interface Level {
  readonly current: number;
  readonly temp: number;
}

/** One kind of damage of a hit, before the target's traits. */
export interface DamageRolled {
  readonly amount: number;
  readonly type: DamageType | null;
  /** null: typed by hand. */
  readonly roll: DiceRoll | null;
}

export type DamageTraitApplied = "resisted" | "immune" | "vulnerable";

/** What a hit did to one target. */
export interface Hit {
  readonly id: Id;
  readonly outcome: SaveOutcome;
  /** Damage after save and traits (or the DM's own figure). */
  readonly damage: number;
  readonly traits: readonly { readonly type: DamageType; readonly trait: DamageTraitApplied }[];
  readonly overridden: boolean;
  /** Taken from temporary hit points when it was decided, as the rest below: for the log. */
  readonly absorbed: number;
  /** Taken from hit points. */
  readonly lost: number;
  readonly before: Level;
  readonly after: Level;
  readonly life: Life;
  readonly deathSaves: Combatant["deathSaves"];
}

export type EffectEnd =
  | "removed"
  | "expired"
  | "saved"
  | "replaced"
  | "concentration"
  | "source"
  | "healed"
  | "damage";

export type ConcentrationEnd = "ended" | "failed" | "replaced" | "incapacitated" | "down" | "left";

/** One value of the state that an undo or redo sets (`value`) or takes away (no `value`). */
export interface PatchOperation {
  readonly path: readonly string[];
  readonly value?: unknown;
}

type EncounterEvent =
  | {
    readonly type: "EncounterCreated";
    readonly encounterId: Id;
    readonly name: string;
    readonly edition: Edition;
  }
  | { readonly type: "EncounterRenamed"; readonly name: string; readonly before: string }
  | { readonly type: "EditionChanged"; readonly edition: Edition }
  | { readonly type: "SettingsChanged"; readonly settings: Partial<Settings> }
  | { readonly type: "NotesChanged"; readonly notes: string }
  | { readonly type: "CombatStarted" }
  /** Set aside: the current turn, prompts and areas come back with `CombatResumed`. Not in older logs. */
  | { readonly type: "CombatEnded"; readonly setsAside?: true }
  | { readonly type: "CombatResumed" };

type RosterEvent =
  | {
    readonly type: "CombatantsAdded";
    readonly combatants: readonly Combatant[];
    readonly blocks: readonly CombatBlock[];
    /** Numbers that those already there get ("Goblin" becomes "Goblin 1"). */
    readonly relabelled: readonly { readonly id: Id; readonly label: string }[];
    /** Hit points that were rolled. */
    readonly rolls: readonly { readonly id: Id; readonly roll: DiceRoll }[];
  }
  | {
    readonly type: "CombatantsRemoved";
    readonly ids: readonly Id[];
    readonly names: readonly string[];
  }
  | {
    readonly type: "CombatantEdited";
    readonly id: Id;
    readonly patch: CombatantPatch;
    /** As in `HiddenChanged`: whose name comes to be known gets its number then. */
    readonly relabelled?: readonly { readonly id: Id; readonly label: string }[];
  }
  | {
    readonly type: "HiddenChanged";
    readonly ids: readonly Id[];
    readonly hidden: Combatant["hidden"];
    /** By hand, or because its first turn came. */
    readonly cause: "hand" | "turn";
    /** Numbers that change with it, so that they tell nothing of those who stay hidden. [ADD-4] */
    readonly relabelled?: readonly { readonly id: Id; readonly label: string }[];
  }
  | { readonly type: "GroupFormed"; readonly group: Group }
  | { readonly type: "GroupDissolved"; readonly groupId: Id; readonly name: string };

type HitPointEvent =
  | {
    readonly type: "DamageDealt";
    readonly sourceId: Id | null;
    readonly label: string;
    readonly damages: readonly DamageRolled[];
    readonly critical: boolean;
    readonly hits: readonly Hit[];
  }
  | {
    readonly type: "Healed";
    readonly sourceId: Id | null;
    readonly roll: DiceRoll | null;
    readonly amount: number;
    readonly heals: readonly {
      readonly id: Id;
      readonly gained: number;
      readonly before: Level;
      readonly after: Level;
    }[];
  }
  | {
    readonly type: "TemporaryGranted";
    readonly roll: DiceRoll | null;
    readonly amount: number;
    readonly grants: readonly {
      readonly id: Id;
      readonly before: number;
      readonly after: number;
    }[];
  }
  | {
    readonly type: "HitPointsSet";
    readonly id: Id;
    readonly before: HitPoints | null;
    readonly after: HitPoints;
  }
  | {
    readonly type: "MaximumChanged";
    readonly amount: number;
    readonly changes: readonly {
      readonly id: Id;
      readonly before: number;
      readonly after: number;
      readonly current: number;
      /** Hit points that come with it; in older logs the whole raise of who is not at 0. */
      readonly gained?: number;
    }[];
  }
  | {
    readonly type: "LifeChanged";
    readonly id: Id;
    readonly life: Life;
    readonly hp: number | null;
    readonly cause: "defeat" | "revive" | "stabilise" | "exhaustion" | "maximum";
  }
  | {
    readonly type: "DeathSaveRecorded";
    readonly id: Id;
    readonly natural: number;
    readonly roll: DiceRoll | null;
    readonly successes: number;
    readonly failures: number;
    readonly life: Life;
  }
  | {
    readonly type: "DeathSavesSet";
    readonly id: Id;
    readonly successes: number;
    readonly failures: number;
    readonly life: Life;
  };

type EffectEvent =
  | { readonly type: "EffectAdded"; readonly id: Id; readonly effect: Effect }
  | { readonly type: "EffectPrevented"; readonly id: Id; readonly condition: Condition }
  | {
    readonly type: "EffectsEnded";
    readonly id: Id;
    readonly effectIds: readonly Id[];
    readonly names: readonly string[];
    readonly cause: EffectEnd;
  }
  | {
    readonly type: "EffectChanged";
    readonly id: Id;
    readonly effectId: Id;
    readonly name: string;
    readonly duration: EffectDuration;
    /** By hand, because a turn passed, or because whose turn counted it left. */
    readonly cause: "hand" | "turn" | "left";
  }
  | {
    readonly type: "ExhaustionSet";
    readonly id: Id;
    readonly before: number;
    readonly level: number;
  }
  | {
    readonly type: "ConcentrationStarted";
    readonly id: Id;
    readonly concentration: Concentration;
    readonly effectIds: readonly Id[];
  }
  | {
    readonly type: "ConcentrationTicked";
    readonly id: Id;
    readonly duration: EffectDuration;
  }
  | {
    readonly type: "ConcentrationEnded";
    readonly id: Id;
    readonly name: string;
    readonly cause: ConcentrationEnd;
    /** Effects that ended with it, wherever they were. */
    readonly ended: readonly { readonly id: Id; readonly effectId: Id; readonly name: string }[];
  };

type RollEvent =
  | {
    readonly type: "DiceRolled";
    readonly combatantId: Id | null;
    readonly label: string;
    readonly roll: DiceRoll;
  }
  | {
    readonly type: "SaveRolled";
    readonly id: Id;
    readonly against: "concentration" | "effect" | "area";
    readonly label: string;
    readonly ability: Ability;
    readonly dc: number;
    readonly roll: DiceRoll | null;
    readonly total: number | null;
    readonly success: boolean;
  }
  | {
    readonly type: "AttackRolled";
    readonly id: Id;
    readonly actionId: string;
    readonly action: string;
    readonly targetId: Id;
    readonly mode: RollMode;
    readonly roll: DiceRoll;
    readonly ac: number | null;
    readonly outcome: "hit" | "miss" | "critical";
    readonly damages: readonly DamageRolled[];
  }
  | {
    readonly type: "ActionUsed";
    readonly id: Id;
    readonly actionId: string;
    readonly name: string;
    readonly spends: "nothing" | "recharge" | "use" | "legendary" | "reaction";
    readonly cost: number;
    /** Another legendary action stays chosen ahead; in older logs none does. */
    readonly keepsPlan?: true;
  }
  | {
    readonly type: "ActionRestored";
    readonly id: Id;
    readonly actionId: string;
    readonly name: string;
  }
  | {
    readonly type: "RechargeRolled";
    readonly id: Id;
    readonly actionId: string;
    readonly name: string;
    readonly from: number;
    readonly roll: DiceRoll | null;
    readonly success: boolean;
  }
  | {
    readonly type: "LegendaryPlanned";
    readonly id: Id;
    readonly plan: Combatant["plannedLegendary"];
  }
  | { readonly type: "LegendaryResistanceUsed"; readonly id: Id; readonly areaId: Id | null }
  | {
    readonly type: "LegendarySet";
    readonly id: Id;
    readonly spent: number | null;
    readonly resistanceSpent: number | null;
  }
  | { readonly type: "ReactionSet"; readonly id: Id; readonly used: boolean }
  | {
    readonly type: "SlotSet";
    readonly id: Id;
    readonly level: number;
    readonly spent: number;
    readonly max: number;
  };

type HistoryEvent =
  /** This entry belongs to an earlier step and is undone with it. */
  | { readonly type: "StepJoined"; readonly step: number }
  | ({ readonly type: "Undone" } & Travel)
  | ({ readonly type: "Redone" } & Travel);

interface Travel {
  /** Versions of the steps, in the order in which they were taken back or done again. */
  readonly steps: readonly number[];
  readonly patch: readonly PatchOperation[];
}

/** A prompt's answer, or why it went away. */
export type PromptEnd = "answered" | "dismissed" | "expired";

type AreaEvent =
  | { readonly type: "AreaStarted"; readonly area: AreaEffect }
  | { readonly type: "AreaOutcomeSet"; readonly areaId: Id; readonly target: AreaTarget }
  | { readonly type: "AreaApplied"; readonly areaId: Id; readonly label: string }
  | { readonly type: "AreaSettled"; readonly areaId: Id; readonly ids: readonly Id[] }
  | {
    readonly type: "AreaClosed";
    readonly areaId: Id;
    readonly label: string;
    readonly cause: "done" | "cancelled";
  };

type PromptEvent =
  | { readonly type: "Prompted"; readonly prompt: Prompt }
  | { readonly type: "PromptClosed"; readonly promptId: Id; readonly how: PromptEnd };

type PeopleEvent =
  | { readonly type: "SeatClaimed"; readonly seat: Seat }
  | { readonly type: "SeatReleased"; readonly seatId: Id; readonly player: string }
  | { readonly type: "SeatTrusted"; readonly seatId: Id; readonly trusted: boolean }
  | { readonly type: "DeviceBarred"; readonly device: Id; readonly player: string }
  | { readonly type: "DevicesAllowed" }
  | { readonly type: "ProposalMade"; readonly proposal: Proposal }
  | { readonly type: "ProposalAccepted"; readonly proposal: Proposal; readonly changed: boolean }
  | { readonly type: "ProposalRejected"; readonly proposal: Proposal; readonly reason: string }
  | { readonly type: "ClockPaused" }
  | { readonly type: "ClockResumed" };

type TurnEvent =
  | {
    readonly type: "InitiativeSet";
    readonly how: "rolled" | "typed" | "passive" | "cleared";
    readonly entries: readonly {
      readonly id: Id;
      readonly value: number | null;
      readonly tiebreak: number;
      readonly roll: DiceRoll | null;
      readonly mode: RollMode;
    }[];
  }
  | {
    readonly type: "EntryMoved";
    readonly id: Id;
    readonly beforeId: Id | null;
    /** Initiative that goes with its new place. */
    readonly value: number | null;
  }
  /** The end of a turn happened. */
  | {
    readonly type: "TurnEnded";
    readonly id: Id;
    readonly spent: number;
    /** What its players asked about its end goes with it. Not in older logs. */
    readonly endsRequests?: true;
  }
  /** The marker leaves a turn whose end does not happen now: only its time counts. */
  | { readonly type: "TurnLeft"; readonly id: Id; readonly spent: number }
  | { readonly type: "RoundBegan"; readonly round: number }
  | {
    readonly type: "TurnBegan";
    readonly id: Id;
    readonly round: number;
    /** Members for whom a turn's start happens now; in older logs all but the resumed. */
    readonly starting?: readonly Id[];
  }
  /** Combatants whose place came without a turn: start and end of this round's happened to them. */
  | { readonly type: "PlacesPassed"; readonly ids: readonly Id[] }
  /** The marker moved to a turn that has begun or lies behind; nothing else happens. */
  | {
    readonly type: "MarkerMoved";
    readonly id: Id;
    readonly round: number;
    /** Steps back that older versions counted. */
    readonly rewound?: number;
  }
  | { readonly type: "ActiveCleared" }
  | { readonly type: "SurpriseChanged"; readonly ids: readonly Id[]; readonly surprised: boolean }
  | { readonly type: "TurnDelayed"; readonly id: Id }
  | { readonly type: "TurnResumed"; readonly id: Id }
  | { readonly type: "ActionReadied"; readonly id: Id; readonly note: string }
  | { readonly type: "ReadiedCleared"; readonly id: Id; readonly used: boolean };

export type CombatEvent =
  | EncounterEvent
  | RosterEvent
  | TurnEvent
  | HitPointEvent
  | EffectEvent
  | RollEvent
  | AreaEvent
  | PromptEvent
  | PeopleEvent
  | HistoryEvent;

export type EventType = CombatEvent["type"];
export type EventOf<T extends EventType> = Extract<CombatEvent, { readonly type: T }>;

/** Events that undo does not touch: an entry of these alone is no step. */
export const OUTSIDE_UNDO: ReadonlySet<EventType> = new Set<EventType>([
  "EncounterCreated",
  "SeatClaimed",
  "SeatReleased",
  "SeatTrusted",
  "DeviceBarred",
  "DevicesAllowed",
  "ProposalMade",
  "ProposalAccepted",
  "ProposalRejected",
  "ClockPaused",
  "ClockResumed",
  "DiceRolled",
  "AttackRolled",
  "StepJoined",
  "Undone",
  "Redone",
]);
