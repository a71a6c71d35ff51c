import type { ComponentChildren } from "preact";
import { capital } from "@/components/ui/capital.ts";
import { Field, type FieldProps } from "@/components/ui/Field.tsx";
import { ABILITIES, CONDITIONS } from "@/lib/combat/vocabulary.ts";

export interface CharacterFormProps {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** By field. */
  readonly errors: Readonly<Record<string, string>>;
  /** Where the picture is chosen; its field is `portrait`. */
  readonly picture?: ComponentChildren;
}

const NAMES = { str: "Str", dex: "Dex", con: "Con", int: "Int", wis: "Wis", cha: "Cha" } as const;

type Told = Omit<FieldProps, "value" | "error">;

const WHO: readonly Told[] = [
  { name: "name", label: "Name", required: true },
  { name: "player", label: "Player" },
  { name: "classes", label: "Class and level", required: true, placeholder: "Fighter 3, Wizard 2" },
];
const BODY: readonly Told[] = [
  { name: "ac", label: "Armour class", inputMode: "numeric", required: true },
  { name: "hpMax", label: "Maximum HP", inputMode: "numeric", required: true },
  { name: "hp", label: "HP now", inputMode: "numeric", placeholder: "all" },
  { name: "temp", label: "Temporary HP", inputMode: "numeric" },
  { name: "maxBonus", label: "Maximum raised by" },
  { name: "initiative", label: "Initiative", placeholder: "by Dexterity" },
  { name: "speeds", label: "Speeds", placeholder: "30 ft, fly 60 ft" },
];
const SENSES: readonly Told[] = [
  { name: "saves", label: "Saves", placeholder: "con +7, wis +9" },
  { name: "skills", label: "Skills", placeholder: "stealth +7" },
  { name: "perception", label: "Passive Perception", inputMode: "numeric" },
  { name: "insight", label: "Passive Insight", inputMode: "numeric" },
  { name: "investigation", label: "Passive Investigation", inputMode: "numeric" },
  { name: "languages", label: "Languages" },
  { name: "resistances", label: "Resists", placeholder: "fire, cold" },
  { name: "immunities", label: "Immune to" },
  { name: "vulnerabilities", label: "Vulnerable to" },
];
const POOLS: readonly Told[] = [
  { name: "hitDice", label: "Hit dice", placeholder: "by class" },
  { name: "hitSpent", label: "Of these spent", placeholder: "2d10" },
  { name: "slots", label: "Spell slots by level", placeholder: "4 3 2" },
  { name: "slotsSpent", label: "Of these spent", placeholder: "1 0 0" },
  { name: "pact", label: "Pact slots", inputMode: "numeric" },
  { name: "pactLevel", label: "Their level", inputMode: "numeric" },
  { name: "pactSpent", label: "Of these spent", inputMode: "numeric" },
  { name: "exhaustion", label: "Exhaustion", inputMode: "numeric" },
];

function Group({ title, told, fields, errors }: {
  title: string;
  told: readonly Told[];
  fields: CharacterFormProps["fields"];
  errors: CharacterFormProps["errors"];
}) {
  return (
    <fieldset class="form-part">
      <legend>{title}</legend>
      {told.map((item) => (
        <Field key={item.name} {...item} value={fields[item.name]} error={errors[item.name]} />
      ))}
    </fieldset>
  );
}

/** Everything that is kept of a character; only name, class, AC and hit points are needed. */
export function CharacterForm({ action, fields, errors, picture }: CharacterFormProps) {
  const common = { fields, errors };
  return (
    <form class="stacked-form" method="post" action={action}>
      <Group title="Who" told={WHO} {...common} />
      {picture !== undefined && (
        <fieldset class="form-part">
          <legend>Picture</legend>
          {picture}
        </fieldset>
      )}
      <Group title="In a fight" told={BODY} {...common} />
      <fieldset class="form-part form-abilities">
        <legend>Abilities</legend>
        {ABILITIES.map((ability) => (
          <Field
            key={ability}
            name={ability}
            label={NAMES[ability]}
            inputMode="numeric"
            value={fields[ability]}
            error={errors[ability]}
          />
        ))}
      </fieldset>
      <Group title="Saves and senses" told={SENSES} {...common} />
      <Group title="From fight to fight" told={POOLS} {...common} />
      <fieldset class="form-part form-checks">
        <legend>Conditions that last</legend>
        {CONDITIONS.map((condition) => (
          <label key={condition} class="facet-box">
            <input
              type="checkbox"
              name={`has-${condition}`}
              checked={fields[`has-${condition}`] === "on"}
            />
            {capital(condition)}
          </label>
        ))}
      </fieldset>
      <Field name="notes" label="Notes" rows={4} value={fields["notes"]} error={errors["notes"]} />
      <div class="flow">
        <button type="submit" class="btn" data-kind="turn">Keep the character</button>
      </div>
    </form>
  );
}
