/**
 * Everything that a player's phone or the table display may know of a fight. The server makes it;
 * what is not in here never leaves the server for players. There is no `null` in it: what is not
 * known is absent, so that a patch can say "gone" (see `player_patch.ts`).
 *
 * All ids are opaque names that the server makes for players; they are not the DM's ids, say
 * nothing about how many others exist, and are what a seat's requests refer to.
 */
import type { Portrait } from "@/lib/combat/state.ts";
import type {
  Ability,
  CombatantKind,
  DamageType,
  Edition,
  Side,
  Wound,
} from "@/lib/combat/vocabulary.ts";

/** Opaque id of a row, effect, request or proposal. */
export type ViewId = string;

export interface PlayerView {
  /** The same for everybody who watches this fight. */
  readonly table: TableView;
  /** Only for a claimed seat. */
  readonly seat?: SeatView;
}

export interface TableView {
  readonly name: string;
  readonly edition: Edition;
  /** In "building" only the party is there. */
  readonly status: "building" | "running" | "ended";
  /** 0 before the first turn. */
  readonly round: number;
  /** Whose turn it is, as far as players see. A hidden creature's turn is not there: the one before lasts. */
  readonly active?: ViewId;
  /** Who is next among those that players see, without the defeated. */
  readonly next?: ViewId;
  /** Row ids from first to last of the round. */
  readonly order: readonly ViewId[];
  readonly rows: Readonly<Record<ViewId, RowView>>;
  /** Absent when the DM does not show it. */
  readonly timer?: TimerView;
  /** Characters that a player may be. */
  readonly claimable: Readonly<Record<ViewId, ClaimView>>;
  /** Whether a table display shows the join code. */
  readonly showCode: boolean;
}

/** One row of the order: a combatant, or a group that acts together. */
export interface RowView {
  /** Absent: "Unknown creature". */
  readonly name?: string;
  /** Number among its like, e.g. "3" of Goblin 3; absent for a single one. */
  readonly label?: string;
  readonly side: Side;
  readonly kind: CombatantKind;
  /** A colour's name or hex triplet that the DM gave as a mark. */
  readonly color?: string;
  /** There only where the name is. */
  readonly portrait?: Portrait;
  readonly initiative?: number;
  readonly hp?: HpView;
  readonly ac?: number;
  /** Absent: up. */
  readonly life?: LifeView;
  readonly effects?: Readonly<Record<ViewId, EffectView>>;
  readonly delaying?: true;
  readonly surprised?: true;
  /** Of a group: those that players see, in order. */
  readonly members?: Readonly<Record<ViewId, MemberView>>;
}

export type LifeView = "dying" | "stable" | "dead" | "defeated";

/** One member of a group's row. */
export type MemberView = Pick<
  RowView,
  "name" | "label" | "color" | "portrait" | "hp" | "ac" | "life" | "effects"
>;

/** Hit points in the form that the DM chose; a row without has none, or they are hidden. */
export type HpView =
  | {
    readonly show: "exact";
    readonly current: number;
    readonly max: number;
    readonly temp?: number;
  }
  /** Share left in percent, in steps of five; above 0 while any are left. */
  | { readonly show: "bar"; readonly share: number }
  | { readonly show: "words"; readonly wound: Wound };

export interface EffectView {
  readonly name: string;
  /** Key of the picture: a condition, "exhaustion", "concentration" or "effect". */
  readonly icon: string;
  /** One short line, e.g. "−2 to AC". */
  readonly reminder?: string;
  /** Turns of whoever counts it down that are left. */
  readonly left?: number;
  /** A save may end it, of this ability. */
  readonly save?: Ability;
}

/** Server times in milliseconds; a client corrects them by its own offset to the server's clock. */
export interface TimerView {
  readonly startedAt: number;
  /** Milliseconds that this turn stood still. */
  readonly pausedFor: number;
  /** Set while it stands still. */
  readonly pausedAt?: number;
  /** Seconds. */
  readonly limit?: number;
}

export interface ClaimView {
  readonly name: string;
  readonly taken?: true;
}

/** What only the player of this seat sees. */
export interface SeatView {
  readonly player: string;
  /** Proposals are carried out at once. */
  readonly trusted?: true;
  readonly own: OwnView;
  /** What waits for this player's die. */
  readonly requests: Readonly<Record<ViewId, RequestView>>;
  /** What this player sent and the DM has not answered. */
  readonly proposals: Readonly<Record<ViewId, ProposalView>>;
}

/** The player's own character, always exact. */
export interface OwnView {
  /** Its row in the order: itself, or its group. */
  readonly row: ViewId;
  /** Itself, as in `claimable`. */
  readonly id: ViewId;
  readonly name: string;
  readonly ac?: number;
  readonly hp?: {
    readonly current: number;
    /** With every change of the maximum. */
    readonly max: number;
    readonly temp: number;
  };
  /** Absent: up. */
  readonly life?: LifeView;
  readonly deathSaves?: { readonly successes: number; readonly failures: number };
  readonly effects: Readonly<Record<ViewId, EffectView>>;
  readonly exhaustion?: number;
  /** What it concentrates on. */
  readonly concentration?: string;
  readonly readied?: string;
  readonly reactionUsed?: true;
  /** Total bonus to each save. */
  readonly saves: Readonly<Record<Ability, number>>;
  readonly initiative?: number;
  readonly initiativeModifier: number;
  /** Slots left and in all, from first level up. */
  readonly slots?: readonly { readonly left: number; readonly max: number }[];
}

export type RequestView =
  | { readonly kind: "initiative"; readonly bonus: number }
  | { readonly kind: "death-save" }
  /** `label` names what it is against, e.g. "Fire Breath"; absent when that is not known to players. */
  | {
    readonly kind: "save";
    readonly ability: Ability;
    readonly bonus: number;
    readonly label?: string;
  }
  | {
    readonly kind: "concentration";
    readonly bonus: number;
    readonly dc: number;
    readonly spell: string;
  };

/** A proposal in waiting, as its player wrote it. */
export interface ProposalView {
  readonly kind: string;
  /** What it says, e.g. "12 fire damage". */
  readonly text: string;
}

/** What a seat may send; ids are those of its own view. */
export type SeatProposal =
  | { readonly kind: "initiative"; readonly value: number }
  | {
    readonly kind: "damage";
    readonly amount: number;
    readonly type?: DamageType;
    readonly critical?: boolean;
  }
  | { readonly kind: "heal"; readonly amount: number }
  | { readonly kind: "temporary"; readonly amount: number }
  | {
    readonly kind: "effect";
    /** A condition's key or any name. */
    readonly name: string;
    readonly rounds?: number;
  }
  | { readonly kind: "end-effect"; readonly effectId: ViewId }
  | { readonly kind: "death-save"; readonly natural: number }
  | {
    readonly kind: "save";
    readonly requestId: ViewId;
    readonly total: number;
    readonly natural?: number;
  }
  | { readonly kind: "end-turn" };

/** How a proposal ended; sent once to the seat that made it. */
export interface ProposalNotice {
  readonly proposal: ViewId;
  readonly accepted: boolean;
  readonly reason?: string;
}
