import type { Command } from "@/lib/combat/commands.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

export const FIGHT = "fight";
export const CODE = "WOLF42";
/** What no byte to a player may hold. */
export const SECRETS = ["the cellar key", "the abbot is a doppelganger"] as const;

const AT = 1_767_268_700_000;

const OPENING: readonly Command[] = [
  { type: "CreateEncounter", encounterId: FIGHT, name: "A bridge", edition: "2024" },
  { type: "SetNotes", notes: SECRETS[1] },
  {
    type: "AddCombatants",
    combatants: [
      ...["wren", "bram"].map((id, index) => ({
        id,
        kind: "character" as const,
        name: id,
        side: "party" as const,
        hp: { max: 40 },
        initiative: 15 - index,
      })),
      ...["ogre", "lurker", "wolf"].map((id, index) => ({
        id,
        kind: "monster" as const,
        name: id,
        side: "foe" as const,
        hp: { max: 59 },
        notes: `knows where ${SECRETS[0]} lies`,
        initiative: 18 - 4 * index,
        hidden: id === "lurker" ? "until-revealed" as const : false as const,
      })),
    ],
  },
  { type: "StartCombat" },
];

/** The fight with which every schedule begins. */
export function openingFight(): {
  readonly entries: readonly LogEntry[];
  readonly state: EncounterState;
} {
  const history = new DecidableHistory(NOTHING_YET);
  const entries: LogEntry[] = [];
  for (const [index, command] of OPENING.entries()) {
    const envelope = {
      id: `opening-${index}`,
      at: AT + index,
      seed: "7".repeat(32),
      actor: { kind: "dm" as const },
      command,
    };
    const decided = history.decide(envelope);
    if (!decided.ok) throw new Error(`The opening is refused: ${JSON.stringify(decided)}`);
    const entry = toEntry(history.state, envelope, decided);
    history.append(entry);
    entries.push(entry);
  }
  return { entries, state: history.state };
}
