/**
 * The state of one fight. Immutable: `evolve` returns a new one that shares what
 * did not change. `seats`, `barredDevices`, `proposals` and `clock` are outside undo (a player who
 * sits down is not thrown out by it); all else is.
 */
import type { CombatBlock, DiceText } from "./block.ts";
import type {
  Ability,
  CombatantKind,
  Condition,
  DamageType,
  Edition,
  HpDisplay,
  ImmuneCondition,
  SaveOutcome,
  Side,
} from "./vocabulary.ts";

/** Milliseconds since the epoch. */
export type Instant = number;
export type Id = string;

export interface EncounterState {
  readonly id: Id;
  /** Version of the last log entry folded in; 0 = nothing yet. */
  readonly version: number;
  readonly name: string;
  readonly edition: Edition;
  readonly status: "building" | "running" | "ended";
  readonly settings: Settings;
  /** 0 before the first turn. */
  readonly round: number;
  /** Id of the order entry (combatant or group) whose turn it is; null outside a running fight. */
  readonly activeId: Id | null;
  /** Whose turn it was when the fight was ended; `ResumeCombat` goes on there. */
  readonly lastActiveId: Id | null;
  /** What waited when the fight was ended; it waits again when the fight goes on. */
  readonly setAside?: Pick<EncounterState, "prompts" | "areas"> | null;
  /** The last round that has begun; `round` is earlier when the marker is. Absent in older states. */
  readonly latestRound?: number;
  /** Order entries from first to last: combatants that stand alone, and groups. */
  readonly order: readonly Id[];
  readonly combatants: Readonly<Record<Id, Combatant>>;
  readonly groups: Readonly<Record<Id, Group>>;
  /** Who left the fight, so that the log and the recap can still name them. */
  readonly departed: Readonly<Record<Id, Departed>>;
  readonly blocks: Readonly<Record<Id, CombatBlock>>;
  readonly areas: Readonly<Record<Id, AreaEffect>>;
  readonly prompts: readonly Prompt[];
  readonly notes: string;
  /** Wall time at which the running turn and fight began, for timers and the recap. */
  readonly turnStartedAt: Instant | null;
  /** `clock.stood` when this turn began: its pause came since. Absent in older states. */
  readonly stoodBefore?: number;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly tally: Tally;
  readonly seats: Readonly<Record<Id, Seat>>;
  /** Devices that the DM put out, in that order; absent while there are none. */
  readonly barredDevices?: readonly Id[];
  readonly proposals: readonly Proposal[];
  readonly clock: Clock;
  readonly history: History;
}

export interface Settings {
  readonly partyHp: HpDisplay;
  readonly monsterHp: HpDisplay;
  /** Players see monsters' armour class. */
  readonly showMonsterAc: boolean;
  /** Re-roll everybody's initiative when a round begins. */
  readonly rerollEachRound: boolean;
  /** Roll monsters' hit points, take the average, or the maximum. */
  readonly monsterHitPoints: "average" | "roll" | "maximum";
  /** Monsters' saves in area effects, concentration and recharge are rolled at once. */
  readonly autoRollMonsters: boolean;
  /** Characters at 0 hit points make death saves; when off, they are simply down. */
  readonly deathSaves: boolean;
  readonly showTimerToPlayers: boolean;
  /** Seconds; null = no limit. */
  readonly turnLimit: number | null;
  /** Show the join code on the table display. */
  readonly showCodeOnTable: boolean;
}

/** A picture by its unguessable name, and how it is shown. */
export interface Portrait {
  readonly name: string;
  /** What it shows, for who cannot see it. */
  readonly alt: string;
  /** What stays in view when it is cut: percent from the left and from the top. */
  readonly focus: { readonly x: number; readonly y: number };
}

export interface Combatant {
  readonly id: Id;
  readonly kind: CombatantKind;
  readonly side: Side;
  readonly name: string;
  /** Number within its kind ("3" of Goblin 3); empty for a single one. */
  readonly label: string;
  readonly color: string | null;
  /** As secret as its name. Absent in older states. */
  readonly portrait?: Portrait | null;
  /** Key in `blocks`; null for entries without figures. */
  readonly blockId: Id | null;
  readonly groupId: Id | null;
  readonly ac: number | null;
  /** null: an entry without hit points (lair, environment). */
  readonly hp: HitPoints | null;
  readonly abilities: Readonly<Record<Ability, number>>;
  readonly saves: Readonly<Partial<Record<Ability, number>>>;
  readonly resistances: readonly DamageType[];
  readonly vulnerabilities: readonly DamageType[];
  readonly immunities: readonly DamageType[];
  readonly initiative: Initiative;
  /** Not there for players until revealed; "turn" reveals by itself on its first turn. */
  readonly hidden: false | "until-revealed" | "until-turn";
  /** Players see "Unknown creature" instead of the name. */
  readonly nameHidden: boolean;
  /** Players have seen it under its name: its number stays, whatever happens. Absent: not yet. */
  readonly known?: boolean;
  readonly life: "up" | "dying" | "stable" | "dead" | "defeated";
  readonly deathSaves: { readonly successes: number; readonly failures: number };
  readonly effects: readonly Effect[];
  readonly exhaustion: number;
  readonly concentration: Concentration | null;
  readonly surprised: boolean;
  readonly delaying: boolean;
  /** Its next turn is one that it delayed. */
  readonly resumed: boolean;
  /** Absent or null: no turn of its has begun. */
  readonly lastTurn?: LastTurn | null;
  /** What it readied, or null. */
  readonly readied: string | null;
  readonly reactionUsed: boolean;
  readonly legendary: Pool | null;
  readonly legendaryResistance: Pool | null;
  /** Legendary action chosen ahead: spent at the end of the named entry's turn (null: the next). */
  readonly plannedLegendary: { readonly actionId: string; readonly afterId: Id | null } | null;
  /** Ids of actions with recharge that are spent. */
  readonly spentRecharge: readonly string[];
  /** Uses spent of limited actions, by action id. */
  readonly usesSpent: Readonly<Record<string, number>>;
  /** Index 0 = first level. */
  readonly slots: readonly Pool[];
  readonly level: number | null;
  readonly xp: number;
  readonly inLair: boolean;
  /** DM's eyes only. */
  readonly notes: string;
  readonly turnsTaken: number;
  readonly passivePerception: number | null;
  /** Persistent character of a party that this one stands for. */
  readonly characterId: Id | null;
}

/**
 * Rounds in which the start and the end of a turn last happened to a combatant (0: never), so
 * that neither happens twice in a round, wherever the marker goes. [TURN-6]
 */
export interface LastTurn {
  readonly began: number;
  readonly ended: number;
}

/** What is kept of a combatant that was removed. */
export interface Departed {
  readonly name: string;
  readonly side: Side;
  readonly kind: CombatantKind;
  /** Earned when it was defeated before it left; else 0. */
  readonly xp: number;
  /** Names that tell who it was, and whether players saw it under them when it left. */
  readonly words?: readonly string[];
  readonly unseen?: boolean;
}

export interface HitPoints {
  readonly current: number;
  /** Maximum without `maxBonus`. */
  readonly max: number;
  /** Temporary change of the maximum (Aid +5, a drain −10). */
  readonly maxBonus: number;
  readonly temp: number;
  readonly dice: DiceText | null;
}

export interface Initiative {
  readonly modifier: number;
  /** null = not rolled yet. */
  readonly value: number | null;
  /** Higher goes first among equals, after Dexterity. */
  readonly tiebreak: number;
  /** Advantage or disadvantage that always applies. */
  readonly mode: "normal" | "advantage" | "disadvantage";
}

export interface Pool {
  readonly max: number;
  readonly spent: number;
}

export interface Group {
  readonly id: Id;
  readonly name: string;
  readonly memberIds: readonly Id[];
  readonly initiative: Initiative;
  /** One turn for all, or each member its own row. */
  readonly shared: boolean;
}

export interface Effect {
  readonly id: Id;
  readonly condition: Condition | null;
  /** Display name; of a condition its own. */
  readonly name: string;
  /** Shown under the name, e.g. "−2 to AC". */
  readonly reminder: string;
  readonly sourceId: Id | null;
  /** The concentration that it hangs on: id of the concentrating combatant. */
  readonly concentrationOf: Id | null;
  readonly duration: EffectDuration;
  /** Repeated save that ends it. */
  readonly save:
    | { readonly ability: Ability; readonly dc: number; readonly at: "start" | "end" }
    | null;
  /** The effect that it came with (paralyzed brings incapacitated). */
  readonly impliedBy: Id | null;
  /** The effect that it ends with (restrained while grappled). */
  readonly hangsOn?: Id;
  /** Comes from magic: Magic Resistance helps against its repeated saves. */
  readonly magical?: true;
  /** Any damage ends it (sleep). */
  readonly endsOnDamage?: true;
  readonly figures?: EffectFigures;
  readonly hiddenFromPlayers: boolean;
  readonly addedAt: { readonly round: number; readonly activeId: Id | null };
}

/** What an effect changes while it lasts. [FIG-1] ff. */
export interface EffectFigures {
  /** Added to the armour class. */
  readonly ac?: number;
  /** Added to the bearer's rolls: a number or dice, "1d4" or "-1d4". */
  readonly attack?: DiceText;
  readonly save?: DiceText;
  readonly check?: DiceText;
  /** Added to the damage of the bearer's hits. */
  readonly damage?: DiceText;
  /** Its figures for saves hold for these abilities only. */
  readonly saveOf?: readonly Ability[];
  /** "attacked": attacks against the bearer. */
  readonly advantage?: readonly ("attack" | "save" | "check" | "attacked")[];
  readonly disadvantage?: readonly ("attack" | "save" | "check" | "attacked")[];
  readonly resistances?: readonly DamageType[];
  readonly immunities?: readonly DamageType[];
  readonly conditionImmunities?: readonly ImmuneCondition[];
  /** Added to the maximum of hit points; within `HitPoints.maxBonus` while it lasts. */
  readonly maximum?: number;
  readonly atStart?: TurnFigure;
  readonly atEnd?: TurnFigure;
}

/** What happens to the bearer at the start or end of its turns. */
export interface TurnFigure {
  readonly damage?: DiceText;
  readonly type?: DamageType;
  readonly heal?: DiceText;
}

export type EffectDuration =
  | { readonly kind: "until-removed" }
  /** Ends at the start or end of `turnOf`'s turn, when `remaining` turns of it have passed. */
  | {
    readonly kind: "turns";
    readonly turnOf: Id;
    readonly at: "start" | "end";
    readonly remaining: number;
  };

export interface Concentration {
  readonly name: string;
  readonly since: { readonly round: number };
  readonly duration: EffectDuration;
}

/** A pending area effect: dice rolled once, saves coming in. */
export interface AreaEffect {
  readonly id: Id;
  readonly sourceId: Id | null;
  readonly actionId: string | null;
  readonly label: string;
  readonly damages: readonly { readonly roll: DiceRoll; readonly type: DamageType | null }[];
  readonly save: {
    readonly ability: Ability;
    readonly dc: number;
    readonly onSave: "half" | "none" | "other";
  } | null;
  readonly effects: readonly EffectDraft[];
  readonly targets: readonly AreaTarget[];
  /** Applied ones stay until every late save is in. */
  readonly applied: boolean;
  /** Log version whose undo step the late saves join. */
  readonly stepVersion: number | null;
  readonly magical: boolean;
}

export interface AreaTarget {
  readonly id: Id;
  readonly state: "asked" | "rolled" | "overridden";
  readonly roll: DiceRoll | null;
  readonly outcome: SaveOutcome | null;
  /** Made its save; evasion can halve the damage of one that did not. */
  readonly saved: boolean | null;
  /** Its damage has been dealt. */
  readonly settled: boolean;
}

/** An effect as given in a command, before it has an id. Durations in rounds count turns of `turnOf`. */
export interface EffectDraft {
  readonly condition?: Condition;
  readonly name?: string;
  readonly reminder?: string;
  readonly rounds?: number;
  /** Whose turn counts it down; absent = the target's own. */
  readonly turnOf?: Id;
  readonly at?: "start" | "end";
  readonly save?: { readonly ability: Ability; readonly dc: number; readonly at?: "start" | "end" };
  readonly sourceId?: Id;
  /** Ends with the source's concentration. */
  readonly concentration?: boolean;
  /** Ends with the source's grapple of the target; without one it is not added. */
  readonly whileGrappled?: boolean;
  readonly magical?: boolean;
  readonly endsOnDamage?: boolean;
  readonly figures?: EffectFigures;
  readonly hiddenFromPlayers?: boolean;
}

/** One rolled expression with every die. */
export interface DiceRoll {
  readonly text: DiceText;
  readonly total: number;
  readonly dice: readonly {
    readonly sides: number;
    readonly value: number;
    readonly kept: boolean;
    /** Subtracted: the 1d4 of "1d20-1d4". */
    readonly negative?: true;
  }[];
  readonly modifier: number;
  /** What effects added, within the total: "Bless", 3. */
  readonly bonuses?: readonly { readonly name: string; readonly total: number }[];
}

interface SaveAsked {
  readonly ability: Ability;
  readonly dc: number;
}

export type Prompt =
  & { readonly id: Id; readonly combatantId: Id; readonly round: number; readonly at: Instant }
  & (
    | {
      readonly kind: "concentration";
      readonly dc: number;
      readonly damage: number;
      readonly spell: string;
      readonly cause: string;
    }
    | {
      readonly kind: "recharge";
      readonly actionId: string;
      readonly from: number;
      readonly roll: DiceRoll | null;
    }
    | ({ readonly kind: "effect-save"; readonly effectId: Id } & SaveAsked)
    | ({ readonly kind: "area-save"; readonly areaId: Id } & SaveAsked)
    /** A failed save that may be turned, for an effect or (null) concentration. [LEG-5] */
    | { readonly kind: "resistance"; readonly label: string; readonly effectId: Id | null }
    | { readonly kind: "death-save" }
    | { readonly kind: "legendary"; readonly afterId: Id }
    | { readonly kind: "lair" }
    | { readonly kind: "readied"; readonly note: string }
  );

/** What a player asks for; the DM accepts, changes or refuses it, unless the seat is trusted. */
export interface Proposal {
  readonly id: Id;
  readonly seatId: Id;
  readonly combatantId: Id;
  readonly at: Instant;
  readonly body: ProposalBody;
}

export type ProposalBody =
  | { readonly kind: "initiative"; readonly value: number }
  | {
    readonly kind: "damage";
    readonly amount: number;
    readonly type?: DamageType;
    readonly critical?: boolean;
  }
  | { readonly kind: "heal"; readonly amount: number }
  | { readonly kind: "temporary"; readonly amount: number }
  | { readonly kind: "effect"; readonly effect: EffectDraft }
  | { readonly kind: "end-effect"; readonly effectId: Id }
  | { readonly kind: "death-save"; readonly natural: number }
  | {
    readonly kind: "save";
    readonly promptId: Id;
    readonly total: number;
    readonly natural?: number;
  }
  | { readonly kind: "end-turn" };

export interface Seat {
  readonly id: Id;
  readonly player: string;
  readonly combatantId: Id;
  /** Its proposals are carried out at once. */
  readonly trusted: boolean;
  readonly claimedAt: Instant;
  /** The browser that sits there; absent where it was claimed without one. */
  readonly device?: Id;
}

export interface Clock {
  readonly paused: boolean;
  /** Milliseconds of the running turn that were spent paused. */
  readonly pausedFor: number;
  readonly pausedAt: Instant | null;
  /** Milliseconds that the fight's pauses took up to now: it only grows. Absent in older states. */
  readonly stood?: number;
}

/**
 * Undo stacks as ranges of log versions, so that ten thousand commands stay small: every
 * version in a range is one step. The next to be undone is the `to` of the last range.
 */
export interface History {
  readonly done: readonly (readonly [from: number, to: number])[];
  /** The next to be redone is the `from` of the last range. */
  readonly undone: readonly (readonly [from: number, to: number])[];
  /** Late entries that belong to an earlier step (an area's late saves), by version. */
  readonly joined: readonly (readonly [version: number, step: number])[];
}

/** Sums for the recap, by combatant id. */
export interface Tally {
  readonly dealt: Readonly<Record<Id, number>>;
  readonly taken: Readonly<Record<Id, number>>;
  readonly healed: Readonly<Record<Id, number>>;
  /** Milliseconds. */
  readonly turnTime: Readonly<Record<Id, number>>;
  readonly turns: Readonly<Record<Id, number>>;
}
