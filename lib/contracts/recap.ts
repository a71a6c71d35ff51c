/** What is left to tell when a fight is over. */
import type { EncounterState } from "@/lib/combat/state.ts";
import type { Side } from "@/lib/combat/vocabulary.ts";
import type { DifficultyReading } from "./builder_view.ts";

export interface RecapRow {
  readonly id: string;
  readonly name: string;
  readonly side: Side;
  readonly dealt: number;
  readonly taken: number;
  readonly healed: number;
}

export interface RecapTime {
  readonly id: string;
  readonly name: string;
  readonly turns: number;
  /** Milliseconds. */
  readonly average: number;
  readonly total: number;
}

export interface Recap {
  readonly id: string;
  readonly name: string;
  readonly status: EncounterState["status"];
  readonly rounds: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly averageTurn: number;
  readonly xp: number;
  readonly xpShare: number;
  readonly sharers: number;
  /** "6 × Goblin, Ogre". */
  readonly defeated: string;
  readonly treasure: string;
  /** How hard it was by either edition. */
  readonly readings: readonly DifficultyReading[];
  /** Those who dealt, took or healed anything; most damage first. */
  readonly rows: readonly RecapRow[];
  /** Slowest average first. */
  readonly times: readonly RecapTime[];
  /** To paste into a chat. */
  readonly text: string;
  /** Names of the characters who stand in one of the visitor's parties. */
  readonly returning: readonly string[];
}
