import { signed } from "@/lib/combat/text.ts";
import { Vital } from "@/components/encounter/Vital.tsx";
import { capital } from "@/components/ui/capital.ts";
import { ABILITY_NAMES, defenceText, modifierOf, speedText } from "@/lib/creatures/describe.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { ABILITIES, SKILLS } from "@/lib/combat/vocabulary.ts";

/** "19d12 + 133". */
const spaced = (dice: string) => dice.replace(/([+-])/, (sign) => sign === "-" ? " − " : " + ");

/** Armour class, hit points and initiative, large. */
export function StatBlockVitals({ block }: { block: StatBlock }) {
  return (
    <div class="vitals">
      <Vital name="AC" note={block.acNote ?? ""}>{block.ac}</Vital>
      <Vital name="Hit points" note={spaced(block.hp.dice)}>{block.hp.average}</Vital>
      <Vital name="Initiative" note={`passive ${10 + block.initiative}`}>
        {signed(block.initiative)}
      </Vital>
    </div>
  );
}

/** Scores, modifiers and saves. */
export function StatBlockAbilities({ block }: { block: StatBlock }) {
  return (
    <dl class="abilities">
      {ABILITIES.map((ability) => {
        const score = block.abilities[ability];
        const modifier = modifierOf(score);
        const short = ABILITY_NAMES[ability].slice(0, 3);
        return (
          <div key={ability}>
            <dt>{short} {score}</dt>
            <dd>{signed(modifier)}</dd>
            <dd>save {signed(block.saves?.[ability] ?? modifier)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function sensesText(block: StatBlock): string {
  const passive = `passive Perception ${block.passivePerception}`;
  return capital([block.senses ?? "", passive].filter(Boolean).join(", "));
}

function skillsText(block: StatBlock): string {
  return SKILLS.flatMap((skill) => {
    const bonus = block.skills?.[skill];
    return bonus === undefined ? [] : [`${capital(skill.replaceAll("-", " "))} ${signed(bonus)}`];
  }).join(", ");
}

/** What is looked up now and then, as terms and their texts. */
export function StatBlockFacts({ block }: { block: StatBlock }) {
  const lines: readonly (readonly [string, string])[] = [
    ["Speed", speedText(block.speeds)],
    ["Vulnerable", capital(defenceText(block.vulnerabilities ?? []))],
    ["Resists", capital(defenceText(block.resistances ?? []))],
    ["Immune", capital(defenceText(block.immunities ?? []))],
    ["Never", capital((block.conditionImmunities ?? []).join(", "))],
    ["Senses", sensesText(block)],
    ["Skills", skillsText(block)],
    [
      "Languages",
      [
        block.languages ?? "",
        block.telepathy ? `telepathy ${block.telepathy} ft` : "",
      ].filter(Boolean).join(", "),
    ],
  ];
  return (
    <dl class="facts">
      {lines.filter(([, text]) => text !== "").map(([name, text]) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name}:`}>{text}</dd>,
      ])}
    </dl>
  );
}
