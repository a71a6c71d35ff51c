/** Numbers of those who share a name: "Goblin 1", "Goblin 2"; a single one has none. [ADD-4] */
import type { Combatant, EncounterState, Id } from "../state.ts";

export interface Labelled {
  readonly added: readonly Combatant[];
  readonly relabelled: readonly { readonly id: Id; readonly label: string }[];
}

/** Numbers newcomers onward from the highest in use; numbers given once are never reused here. */
export function numbered(state: EncounterState, newcomers: readonly Combatant[]): Labelled {
  const coming = Map.groupBy(newcomers, ({ name }) => name);
  const alike = Object.values(state.combatants).filter(({ name }) => coming.has(name));
  const there = Map.groupBy(alike, ({ name }) => name);
  const relabelled: { id: Id; label: string }[] = [];
  const next = new Map<string, number>();
  for (const [name, group] of coming) {
    const namesakes = there.get(name) ?? [];
    if (namesakes.length + group.length < 2) continue;
    const numbers = namesakes.map(({ label }) => Number(label)).filter(Number.isInteger);
    let highest = Math.max(0, ...numbers);
    for (const { id, label } of namesakes) {
      if (label === "") relabelled.push({ id, label: String(++highest) });
    }
    next.set(name, highest);
  }
  const added = newcomers.map((combatant) => {
    const highest = next.get(combatant.name);
    if (highest === undefined) return combatant;
    next.set(combatant.name, highest + 1);
    return { ...combatant, label: String(highest + 1) };
  });
  return { added, relabelled };
}
