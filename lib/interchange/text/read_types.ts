/** What the text readers hand on. */
import type { DamagePart, SaveSpec } from "@/lib/combat/block.ts";
import type { Area, SituationalDamage, StatEffect } from "@/lib/creatures/stat_block.ts";

export interface AttackRead {
  readonly toHit: number;
  readonly melee: boolean;
  readonly ranged: boolean;
  readonly reach?: number;
  readonly range?: { readonly normal: number; readonly long?: number };
  readonly damages: readonly DamagePart[];
  readonly situational: readonly SituationalDamage[];
  readonly rest: string;
  /** Sentences before the attack line. */
  readonly before?: string;
}

export interface SaveRead extends SaveSpec {
  readonly damages: readonly DamagePart[];
  readonly effects: readonly StatEffect[];
  readonly areaShape?: Area;
  readonly within?: number;
  readonly name?: string;
}
