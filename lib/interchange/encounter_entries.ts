/** An imported fight as the first entries of its log, decided by the same engine as every command. */
import type { CombatantDraft, Command } from "@/lib/combat/commands.ts";
import { decide, toEntry } from "@/lib/combat/decide.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { ok, type Result } from "@/lib/errors.ts";
import { characterId } from "./character_id.ts";
import type { ImportedEncounter } from "./format.ts";

/** A value as JSON whose keys are in order, so that equal contents are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, item: unknown) =>
      typeof item === "object" && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => a < b ? -1 : 1))
        : item,
  );
}

/** Name of a fight that follows from its owner and content: the same file twice makes one fight. */
export function encounterIdOf(owner: string, encounter: ImportedEncounter, salt = ""): string {
  return `i${characterId(canonical([owner, encounter, salt])).replaceAll("-", "")}`;
}

/** The commands that set a fight up: creatures with hit points and initiative, then their states. */
function commandsOf(id: string, encounter: ImportedEncounter): readonly Command[] {
  const { name, edition, notes, members, blocks } = encounter;
  const drafts = members.map(({ draft }, n): CombatantDraft => ({ ...draft, id: `m${n + 1}` }));
  return [
    { type: "CreateEncounter", encounterId: id, name, edition },
    ...drafts.length === 0
      ? []
      : [{ type: "AddCombatants", combatants: drafts, blocks } satisfies Command],
    ...notes === "" ? [] : [{ type: "SetNotes", notes } satisfies Command],
    ...members.flatMap((member, n): Command[] => [
      ...member.conditions.map((condition): Command => ({
        type: "AddEffect",
        ids: [`m${n + 1}`],
        effect: { condition },
      })),
      ...member.effects.map((effect): Command => ({
        type: "AddEffect",
        ids: [`m${n + 1}`],
        effect: { name: effect },
      })),
      ...member.exhaustion > 0
        ? [{ type: "SetExhaustion", id: `m${n + 1}`, level: member.exhaustion } satisfies Command]
        : [],
    ]),
  ];
}

/** The log of a new fight and the state after it; a refusal names what the engine would not take. */
export function encounterEntries(
  id: string,
  encounter: ImportedEncounter,
  at: number,
): Result<{ readonly state: EncounterState; readonly entries: readonly LogEntry[] }> {
  let state: EncounterState = NOTHING_YET;
  const entries: LogEntry[] = [];
  for (const [n, command] of commandsOf(id, encounter).entries()) {
    const seed = characterId(`${id} ${n}`).replaceAll("-", "");
    const envelope = { id: `${id}-${n}`, at, seed, actor: { kind: "dm" } as const, command };
    const decided = decide(state, envelope);
    if (!decided.ok) {
      // A state that cannot be put on (an immunity, for example) is left off; the creature stays.
      if (command.type === "AddEffect" || command.type === "SetExhaustion") continue;
      return decided;
    }
    const entry = toEntry(state, envelope, decided);
    entries.push(entry);
    state = evolve(state, entry);
  }
  return ok({ state, entries });
}
