/** A creature's figures as the DM wrote them in its dialog: the commands that make them so. */
import type { CombatantPatch, Command } from "@/lib/combat/commands.ts";
import type { Combatant, HitPoints } from "@/lib/combat/state.ts";

/** A whole number out of a field; undefined when the field is not there or is empty. */
function whole(form: FormData, name: string): number | undefined {
  const text = form.get(name);
  if (typeof text !== "string" || text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isInteger(number) ? number : undefined;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

function hitPointsChange(form: FormData, hp: HitPoints | null): Partial<HitPoints> {
  const changed = (["current", "max", "temp", "maxBonus"] as const).flatMap((name) => {
    const value = whole(form, name);
    return value === undefined || value === (hp?.[name] ?? 0) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(changed);
}

function patchOf(form: FormData, creature: Combatant): CombatantPatch {
  const [name, notes] = [text(form, "name"), text(form, "notes")];
  const ac = whole(form, "ac");
  const nameHidden = form.has("nameHidden");
  return {
    ...(name !== "" && name !== creature.name && { name }),
    ...(notes !== creature.notes && { notes }),
    ...(ac !== undefined && ac !== creature.ac && { ac }),
    ...(nameHidden !== creature.nameHidden && { nameHidden }),
  };
}

/** What is left of a pool, as the spent part; undefined when it stayed. */
function spentOf(form: FormData, name: string, pool: Combatant["legendary"]): number | undefined {
  const left = whole(form, name);
  if (left === undefined || pool === null) return undefined;
  const spent = Math.max(0, pool.max - left);
  return spent === pool.spent ? undefined : spent;
}

/** Only what was changed; nothing when all stayed as it is. */
export function figuresCommands(creature: Combatant, form: FormData): readonly Command[] {
  const { id } = creature;
  const commands: Command[] = [];
  const patch = patchOf(form, creature);
  if (Object.keys(patch).length > 0) commands.push({ type: "EditCombatant", id, patch });
  const hp = hitPointsChange(form, creature.hp);
  if (Object.keys(hp).length > 0) commands.push({ type: "SetHitPoints", id, hp });
  const level = whole(form, "exhaustion");
  if (level !== undefined && level !== creature.exhaustion) {
    commands.push({ type: "SetExhaustion", id, level });
  }
  const surprised = form.has("surprised");
  if (surprised !== creature.surprised) {
    commands.push({ type: "SetSurprised", ids: [id], surprised });
  }
  const successes = whole(form, "successes");
  const failures = whole(form, "failures");
  const saves = creature.deathSaves;
  if (
    successes !== undefined && failures !== undefined &&
    (successes !== saves.successes || failures !== saves.failures)
  ) {
    commands.push({ type: "SetDeathSaves", id, successes, failures });
  }
  const spent = spentOf(form, "legendary", creature.legendary);
  const resistanceSpent = spentOf(form, "legendaryResistance", creature.legendaryResistance);
  if (spent !== undefined || resistanceSpent !== undefined) {
    commands.push({
      type: "SetLegendary",
      id,
      ...(spent !== undefined && { spent }),
      ...(resistanceSpent !== undefined && { resistanceSpent }),
    });
  }
  return commands;
}
