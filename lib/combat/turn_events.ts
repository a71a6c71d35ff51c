/** Events about initiative, turns, delay and ready. */
import type { DiceRoll, Id } from "./state.ts";
import type { RollMode } from "./vocabulary.ts";

export type TurnEvent =
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
  | { readonly type: "TurnEnded"; readonly id: Id; readonly spent: number }
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
