/**
 * A fight while events are being folded into it. A draft copies its record of combatants once,
 * at the first change, so that one command that touches 200 of them stays linear; nothing that
 * was handed out before is ever changed.
 */
import type { Combatant, EncounterState, Id, Instant } from "./state.ts";
import { findCombatant } from "./lookup.ts";
import { copyRecord } from "./records.ts";

type Open<T> = { -readonly [K in keyof T]: T[K] };

export interface Draft {
  readonly state: Omit<Open<EncounterState>, "combatants"> & {
    combatants: Record<Id, Combatant>;
  };
  /** Time of the current entry. */
  readonly at: Instant;
  owned: boolean;
  /** Sums for the recap are left alone while deciding: no rule reads them. */
  readonly tallies: boolean;
}

/** A draft of `state` for the entry `version`. */
export function openDraft(
  state: EncounterState,
  version: number,
  at: Instant,
  tallies = true,
): Draft {
  return { state: { ...state, version }, at, owned: false, tallies };
}

/** The record of combatants, safe to write to. */
export function ownCombatants(draft: Draft): Record<Id, Combatant> {
  if (!draft.owned) {
    draft.state.combatants = copyRecord(draft.state.combatants);
    draft.owned = true;
  }
  return draft.state.combatants;
}

/** Changes one combatant; nothing happens when it is not there. */
export function change(draft: Draft, id: Id, patch: Partial<Combatant>): void {
  const before = findCombatant(draft.state, id);
  if (before) ownCombatants(draft)[id] = { ...before, ...patch };
}
