import { capital } from "@/components/ui/capital.ts";
import { Field, type FieldProps } from "@/components/ui/Field.tsx";
import { ABILITIES, EDITIONS, SIZES } from "@/lib/combat/vocabulary.ts";

export interface CreatureFormProps {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** By field. */
  readonly errors: Readonly<Record<string, string>>;
}

type Told = Omit<FieldProps, "value" | "error">;

const KIND: readonly Told[] = [
  { name: "type", label: "Type", required: true, placeholder: "beast" },
  { name: "tags", label: "Tags", placeholder: "goblinoid" },
  { name: "alignment", label: "Alignment" },
  { name: "cr", label: "CR", required: true, placeholder: "1/4" },
  { name: "environments", label: "Places", placeholder: "forest, hill" },
];
const BODY: readonly Told[] = [
  { name: "ac", label: "Armour class", inputMode: "numeric", required: true },
  { name: "acNote", label: "By", placeholder: "natural armor" },
  { name: "hp", label: "Hit points", inputMode: "numeric", required: true },
  { name: "hpDice", label: "Hit dice", placeholder: "2d8+4" },
  { name: "initiative", label: "Initiative", placeholder: "by Dexterity" },
  { name: "speeds", label: "Speeds", placeholder: "30 ft, fly 60 ft" },
];
const SENSES: readonly Told[] = [
  { name: "saves", label: "Saves", placeholder: "con +7" },
  { name: "skills", label: "Skills", placeholder: "stealth +7" },
  { name: "senses", label: "Senses", placeholder: "darkvision 60 ft" },
  { name: "passive", label: "Passive Perception", inputMode: "numeric" },
  { name: "languages", label: "Languages" },
  { name: "telepathy", label: "Telepathy, feet", inputMode: "numeric" },
  { name: "vulnerabilities", label: "Vulnerable to" },
  { name: "resistances", label: "Resists", placeholder: "cold, fire" },
  { name: "immunities", label: "Immune to" },
  { name: "never", label: "Never", placeholder: "poisoned" },
];
const ACTION_FIELDS: readonly Told[] = [
  { name: "traits", label: "Traits", rows: 3 },
  { name: "actions", label: "Actions", rows: 5 },
  { name: "bonus", label: "Bonus actions", rows: 2 },
  { name: "reactions", label: "Reactions", rows: 2 },
  { name: "legendary", label: "Legendary actions", rows: 3 },
  { name: "lair", label: "Lair actions", rows: 2 },
];

const SPELLS: readonly Told[] = [
  { name: "spellAbility", label: "Ability", placeholder: "wis" },
  { name: "spellDc", label: "Save DC", inputMode: "numeric" },
  { name: "spellHit", label: "To hit", placeholder: "+5" },
  {
    name: "spells",
    label: "Lists, one a line",
    rows: 3,
    wide: true,
    hint: "At will: light, mending. Level 1 (4 slots): shield, sleep. 1/day each: fly.",
  },
];
const LEGENDARY: readonly Told[] = [
  { name: "uses", label: "Actions a round", inputMode: "numeric" },
  { name: "usesInLair", label: "Actions in its lair", inputMode: "numeric" },
  { name: "resists", label: "Resistances a day", inputMode: "numeric" },
  { name: "resistsInLair", label: "Resistances in its lair", inputMode: "numeric" },
];

function Fields({ told, fields, errors }: {
  told: readonly Told[];
  fields: CreatureFormProps["fields"];
  errors: CreatureFormProps["errors"];
}) {
  return (
    <>
      {told.map((item) => (
        <Field key={item.name} {...item} value={fields[item.name]} error={errors[item.name]} />
      ))}
    </>
  );
}

function Choice({ name, label, values, chosen }: {
  name: string;
  label: string;
  values: readonly string[];
  chosen: string | undefined;
}) {
  return (
    <div class="field">
      <label for={`f-${name}`}>{label}</label>
      <select class="input" id={`f-${name}`} name={name}>
        {values.map((value) => (
          <option key={value} value={value} selected={value === chosen}>{capital(value)}</option>
        ))}
      </select>
    </div>
  );
}

function Actions(props: Omit<CreatureFormProps, "action">) {
  return (
    <fieldset class="form-part form-basics">
      <legend>What it does</legend>
      <p class="label">
        One a line, the name first. Attacks, saves and damage are read from the words:{" "}
        <span class="form-example">
          Bite. +5 to hit, reach 5 ft: 1d8+3 piercing + 1d6 fire.
        </span>{" "}
        <span class="form-example">
          Fire Breath (Recharge 5–6). 30 ft cone, DC 14 dex: 7d6 fire, half on a success.
        </span>{" "}
        Text from a book works as it is.
      </p>
      <Fields told={ACTION_FIELDS} {...props} />
    </fieldset>
  );
}

/** Figures that follow from others, before it is kept. */
function Turns({ fields, errors }: Omit<CreatureFormProps, "action">) {
  return (
    <fieldset class="form-part form-turns">
      <legend>Stronger or weaker</legend>
      <Field
        name="percent"
        label="Hit points in per cent"
        inputMode="numeric"
        value={fields["percent"] ?? "150"}
        error={errors["percent"]}
      />
      <button type="submit" class="btn" name="do" value="scale">Scale hit points</button>
      <Field
        name="newCr"
        label="At CR"
        value={fields["newCr"] ?? fields["cr"]}
        error={errors["newCr"]}
      />
      <button type="submit" class="btn" name="do" value="rate">Re-rate it</button>
    </fieldset>
  );
}

/** Everything that a stat block is made of. */
export function CreatureForm({ action, fields, errors }: CreatureFormProps) {
  const common = { fields, errors };
  return (
    <form class="stacked-form" method="post" action={action}>
      {/* What Enter presses, before every other button. */}
      <button type="submit" class="sr-only" name="do" value="keep" tabIndex={-1} aria-hidden="true">
        Keep the creature
      </button>
      <input type="hidden" name="version" value={fields["version"] ?? ""} />
      <fieldset class="form-part">
        <legend>What it is</legend>
        <Field name="name" label="Name" required value={fields["name"]} error={errors["name"]} />
        <Choice name="edition" label="Edition" values={EDITIONS} chosen={fields["edition"]} />
        <Choice name="size" label="Size" values={SIZES} chosen={fields["size"]} />
        <Fields told={KIND} {...common} />
      </fieldset>
      <fieldset class="form-part">
        <legend>In a fight</legend>
        <Fields told={BODY} {...common} />
      </fieldset>
      <fieldset class="form-part form-abilities">
        <legend>Abilities</legend>
        {ABILITIES.map((ability) => (
          <Field
            key={ability}
            name={ability}
            label={capital(ability)}
            inputMode="numeric"
            value={fields[ability]}
            error={errors[ability]}
          />
        ))}
      </fieldset>
      <fieldset class="form-part">
        <legend>Saves and senses</legend>
        <Fields told={SENSES} {...common} />
      </fieldset>
      <Actions {...common} />
      <fieldset class="form-part">
        <legend>Spells</legend>
        <Fields told={SPELLS} {...common} />
      </fieldset>
      <fieldset class="form-part">
        <legend>Legendary</legend>
        <Fields told={LEGENDARY} {...common} />
      </fieldset>
      <Turns {...common} />
      <div class="flow">
        <button type="submit" class="btn" data-kind="turn" data-size="big" name="do" value="keep">
          Keep the creature
        </button>
      </div>
    </form>
  );
}
