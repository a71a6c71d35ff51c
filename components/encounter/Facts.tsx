import type { CombatBlock, DamageTrait } from "@/lib/combat/block.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import { SKILLS } from "@/lib/combat/vocabulary.ts";
import { capital } from "@/components/ui/capital.ts";
import { signed } from "@/lib/combat/text.ts";

/** "Bludgeoning, piercing from nonmagical attacks; fire". */
function traits(list: readonly DamageTrait[] | undefined, own: readonly string[]): string {
  const limited = new Map<string, string[]>();
  for (const { type, only } of list ?? []) {
    const key = only ?? "";
    limited.set(key, [...limited.get(key) ?? [], type]);
  }
  const plain = new Set([...limited.get("") ?? [], ...own]);
  limited.delete("");
  const parts = [...limited].map(([only, types]) => `${types.join(", ")} from ${only}`);
  return capital([[...plain].join(", "), ...parts].filter((part) => part !== "").join("; "));
}

function speeds(block: CombatBlock | undefined): string {
  const entries = Object.entries(block?.speeds ?? {}).filter(([kind]) => kind !== "hover");
  const hover = block?.speeds?.["hover"] === undefined ? "" : " (hover)";
  return entries.map(([kind, feet]) =>
    kind === "walk" ? `${feet} ft` : `${kind} ${feet} ft${kind === "fly" ? hover : ""}`
  ).join(", ");
}

function skills(block: CombatBlock | undefined): string {
  return SKILLS.flatMap((skill) => {
    const bonus = block?.skills?.[skill];
    return bonus === undefined ? [] : [`${capital(skill.replaceAll("-", " "))} ${signed(bonus)}`];
  }).join(", ");
}

function senses(creature: Combatant, block: CombatBlock | undefined): string {
  const passive = creature.passivePerception ?? block?.passivePerception ?? null;
  const sight = block?.senses ?? "";
  if (passive === null || /passive perception/i.test(sight)) return capital(sight);
  const own = `passive Perception ${passive}`;
  return capital(sight === "" ? own : `${sight}, ${own}`);
}

/** What is looked up now and then: speed, what harms it less or more, senses, languages. */
export function Facts({ creature, block }: {
  creature: Combatant;
  block: CombatBlock | undefined;
}) {
  const lines: readonly (readonly [string, string])[] = [
    ["Speed", speeds(block)],
    ["Vulnerable", traits(block?.vulnerabilities, creature.vulnerabilities)],
    ["Resists", traits(block?.resistances, creature.resistances)],
    ["Immune", traits(block?.immunities, creature.immunities)],
    ["Never", capital((block?.conditionImmunities ?? []).join(", "))],
    ["Senses", senses(creature, block)],
    ["Skills", skills(block)],
    ["Languages", block?.languages ?? ""],
    ["Notes", creature.notes],
  ];
  const shown = lines.filter(([, text]) => text !== "");
  if (shown.length === 0) return null;
  return (
    <dl class="facts">
      {shown.map(([name, text]) => (
        <>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </>
      ))}
    </dl>
  );
}
