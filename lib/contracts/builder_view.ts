/** What the builder's page shows: worked out on the server, drawn the same there and in the browser. */
import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { Plan } from "./plan.ts";

/** Foes (or others who are no characters) that stand together. */
export interface BuilderLine {
  /** Id of the order entry: a group's or a combatant's. */
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly side: "party" | "foe" | "neutral" | "lair";
  /** "CR 1/4, 7 HP, initiative +2". */
  readonly note: string;
  /** Slug of its stat block; null for one that was made by hand. */
  readonly slug: string | null;
  readonly hidden: boolean;
  readonly pinned: boolean;
}

export interface PartyRow {
  readonly id: string;
  readonly name: string;
  readonly level: number | null;
  readonly ac: number | null;
  /** "88", or "61 of 88". */
  readonly hp: string;
  readonly passive: number | null;
}

export interface PartyChoice {
  readonly id: string;
  readonly name: string;
  /** "4 at level 13". */
  readonly note: string;
}

export interface DifficultyReading {
  readonly edition: Edition;
  /** "Deadly". */
  readonly word: string;
  /** "45,938 adjusted XP". */
  readonly detail: string;
  readonly bands: readonly { readonly name: string; readonly on: boolean }[];
  /** XP at the end of every band but the last. */
  readonly ticks: readonly string[];
  /** 0 to 100 along the ruler. */
  readonly at: number;
}

export interface WaveView {
  readonly id: string;
  readonly name: string;
  readonly foes: readonly {
    readonly slug: string;
    readonly name: string;
    readonly note: string;
    readonly count: number;
  }[];
  /** "Hard (2014), moderate (2024)". */
  readonly words: string;
}

export interface DayRow {
  readonly id: string;
  readonly name: string;
  /** "1,200 XP". */
  readonly worth: string;
  /** "3,300 left"; "" where the edition knows no budget. */
  readonly left: string;
  readonly rest: boolean;
  readonly here: boolean;
}

export interface BuilderView {
  readonly id: string;
  readonly name: string;
  readonly edition: Edition;
  readonly status: "building" | "running" | "ended";
  readonly code: string | null;
  readonly lines: readonly BuilderLine[];
  /** "10 monsters, 18,375 XP". */
  readonly total: string;
  readonly party: readonly PartyRow[];
  /** "4 at level 13"; "" without anybody. */
  readonly partyNote: string;
  readonly parties: readonly PartyChoice[];
  readonly readings: readonly DifficultyReading[];
  readonly advice: readonly string[];
  /** XP that one more foe may be worth to stay within `aim`; 0 when nothing fits. */
  readonly roomXp: number;
  readonly aim: string;
  readonly plan: Plan;
  readonly waves: readonly WaveView[];
  readonly day: readonly DayRow[];
  /** Fights that could come before this one on the same day. */
  readonly otherEncounters: readonly { readonly id: string; readonly name: string }[];
  readonly templates: readonly { readonly id: string; readonly name: string }[];
  readonly notes: string;
  readonly canUndo: boolean;
}

/** What one form of the builder came to. */
export interface BuilderAnswer {
  readonly view: BuilderView;
  /** "6 × Goblin added", or why nothing happened. */
  readonly say: string;
  readonly bad: boolean;
  /** Names what an undo of it takes back ("12-15": versions of the fight); "" offers none. */
  readonly undo: string;
  /** Where to go instead of showing the view. */
  readonly goto: string | null;
}
