import type { Command } from "@/lib/combat/commands.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import { NOON, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

const LENGTH = 10_000;
const COMBATANTS = 20;
/** Entries after the newest snapshot: as many as there ever are. */
export const TAIL = 199;

/** The commands of an endless evening: turns, damage, healing. */
function commandOf(number: number): Command {
  const id = `c${number % COMBATANTS}`;
  switch (number % 3) {
    case 0:
      return { type: "NextTurn" };
    case 1:
      return { type: "ApplyDamage", targets: [{ id }], damage: [{ amount: 2 }] };
    default:
      return { type: "Heal", ids: [`c${(number - 1) % COMBATANTS}`], amount: 2 };
  }
}

function opening(id: string): Command[] {
  const combatants = Array.from({ length: COMBATANTS }, (_, index) => ({
    id: `c${index}`,
    kind: "character" as const,
    name: `Wren ${index}`,
    ac: 15,
    hp: { max: 60 },
    initiative: 20 - index,
  }));
  return [
    { type: "CreateEncounter", encounterId: id, name: "Endless", edition: "2024" },
    { type: "AddCombatants", combatants },
    { type: "StartCombat" },
  ];
}

/** Plays a fight of 10,000 commands with the engine and writes it as the app does. */
export async function longEncounter(
  encounters: EncounterStore,
  id: string,
): Promise<{ readonly version: number }> {
  const timeline = new DecidableHistory(NOTHING_YET);
  const entries: LogEntry[] = [];
  let snapshot: EncounterState | undefined;
  const first = opening(id);
  for (let number = 0; entries.length < LENGTH; number++) {
    const command = first[number] ?? commandOf(number);
    const at = NOON + number * 1_000;
    const seed = number.toString(16).padStart(32, "0");
    const envelope = { id: `command-${number}`, at, seed, actor: { kind: "dm" }, command } as const;
    const before = timeline.state;
    const decided = timeline.decide(envelope);
    if (!decided.ok) throw new Error(`Cannot play ${command.type}`);
    const entry = toEntry(before, envelope, decided);
    entries.push(entry);
    const state = timeline.append(entry);
    if (entry.version === LENGTH - TAIL) snapshot = state;
  }
  await encounters.create(sampleRecord(id), entries.slice(0, 1));
  for (let version = 1; version < LENGTH; version += 99) {
    await encounters.append(id, version, entries.slice(version, version + 99), sampleUpdate());
  }
  if (snapshot !== undefined) {
    await encounters.saveSnapshot(id, { version: snapshot.version, state: snapshot });
  }
  return { version: LENGTH };
}
