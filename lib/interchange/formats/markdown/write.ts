/** Creatures as Markdown, to read, print or paste elsewhere. */
import { signed } from "@/lib/combat/text.ts";
import type { DamageTrait } from "@/lib/combat/block.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import {
  capital,
  describeAction,
  describeTrait,
  limitText,
  speedText,
} from "@/lib/creatures/describe.ts";
import { withSpellText } from "./spell_lines.ts";
import type { StatAction, StatBlock } from "@/lib/creatures/stat_block.ts";

/** Text that Markdown shows as it is. */
const plain = (text: string): string =>
  text.replace(/([\\`*_{}[\]<>#|])/g, "\\$1").replace(/\n/g, "  \n");
const defences = (list: readonly DamageTrait[]): string =>
  list.map(({ type, only }) => only ? `${type} from ${only}` : type).join("; ");

function named(name: string, limit: string, text: string): string {
  return `***${plain(name)}${limit === "" ? "" : ` (${plain(limit)})`}.*** ${plain(text)}`;
}

function section(title: string, actions: readonly StatAction[]): readonly string[] {
  if (actions.length === 0) return [];
  return [
    `### ${title}`,
    ...actions.map((action) => named(action.name, limitText(action), describeAction(action))),
  ];
}

function legendaryTitle(part: StatBlock["legendary"]): string {
  const lair = part?.usesInLair === undefined ? "" : `, ${part.usesInLair} in its lair`;
  return `Legendary actions (${part?.uses ?? 0} a round${lair})`;
}

/** One creature. */
export function markdownBlock(given: StatBlock): string {
  const block = withSpellText(given);
  const tags = block.tags.length > 0 ? ` (${block.tags.join(", ")})` : "";
  const fact = (name: string, value: string | undefined) =>
    value ? [`- **${name}** ${plain(value)}`] : [];
  const bonuses = (record: Readonly<Record<string, number>> | undefined) =>
    Object.entries(record ?? {}).map(([name, bonus]) =>
      `${capital(name.replaceAll("-", " "))} ${signed(bonus)}`
    ).join(", ");
  const facts = [
    ...fact("AC", `${block.ac}${block.acNote ? ` (${block.acNote})` : ""}`),
    ...fact("HP", `${block.hp.average} (${block.hp.dice})`),
    ...fact("Speed", speedText(block.speeds)),
    ...fact("Initiative", signed(block.initiative)),
    ...fact("Saves", bonuses(block.saves)),
    ...fact("Skills", bonuses(block.skills)),
    ...fact("Vulnerabilities", defences(block.vulnerabilities ?? [])),
    ...fact("Resistances", defences(block.resistances ?? [])),
    ...fact("Immunities", defences(block.immunities ?? [])),
    ...fact("Condition immunities", (block.conditionImmunities ?? []).join(", ")),
    ...fact(
      "Senses",
      [block.senses, `passive Perception ${block.passivePerception}`].filter(Boolean).join(", "),
    ),
    ...fact("Languages", block.languages),
    ...fact("CR", `${crText(block.cr)} (${block.xp} XP)`),
  ];
  const scores = ABILITIES.map((ability) =>
    `${block.abilities[ability]} (${signed(Math.floor((block.abilities[ability] - 10) / 2))})`
  );
  return [
    `## ${plain(block.name)}`,
    `*${capital(block.size)} ${plain(block.type)}${plain(tags)}${
      block.alignment ? `, ${plain(block.alignment)}` : ""
    }*`,
    facts.join("\n"),
    `| ${ABILITIES.map((ability) => ability.toUpperCase()).join(" | ")} |\n|${
      " --- |".repeat(6)
    }\n| ${scores.join(" | ")} |`,
    ...block.traits.map((trait) => named(trait.name, limitText(trait), describeTrait(trait))),
    ...section("Actions", block.actions),
    ...section("Bonus actions", block.bonusActions),
    ...section("Reactions", block.reactions),
    ...section(legendaryTitle(block.legendary), block.legendary?.actions ?? []),
    ...section("Lair, initiative 20", block.lair?.actions ?? []),
    `*Source: ${plain(block.source)} · ${block.edition} rules*`,
  ].join("\n\n");
}

/** All of them, one after the other. */
export function markdownExport(blocks: readonly StatBlock[]): string {
  return `${blocks.map(markdownBlock).join("\n\n---\n\n")}\n`;
}
