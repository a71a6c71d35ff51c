/** Creatures and characters as a file that Improved Initiative can import. */
import type { DamageTrait } from "@/lib/combat/block.ts";
import type { Character } from "@/lib/contracts/character.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import { LAIR_ACTION } from "./read_block.ts";
import { capital, describeTrait } from "@/lib/creatures/describe.ts";
import { rulebookText } from "@/lib/interchange/formats/markdown/rulebook_text.ts";
import { withSpellText } from "@/lib/interchange/formats/markdown/spell_lines.ts";
import type { StatAction, StatBlock, Trait } from "@/lib/creatures/stat_block.ts";

const defence = ({ type, only }: DamageTrait): string =>
  only === undefined ? type : `${type} from ${only}`;

function speedLines(speeds: Readonly<Record<string, number>>): string[] {
  const hover = speeds["hover"] ? " (hover)" : "";
  return Object.entries(speeds).filter(([kind]) => kind !== "hover")
    .map(([kind, feet]) =>
      `${kind === "walk" ? "" : `${kind} `}${feet} ft.${kind === "fly" ? hover : ""}`
    );
}

const bonuses = (record: Readonly<Record<string, number>> | undefined) =>
  Object.entries(record ?? {}).map(([name, Modifier]) => ({
    Name: capital(name.replaceAll("-", " ")),
    Modifier,
  }));

/** Limits in the brackets that the other tool counts by. */
function limitWords(item: Trait & { readonly cost?: number }): string {
  if (item.recharge) {
    return item.recharge.from === 6 ? "Recharge 6" : `Recharge ${item.recharge.from}-6`;
  }
  if (item.perDay) {
    return `${item.perDay}/Day${item.perDayInLair ? `, or ${item.perDayInLair}/Day in Lair` : ""}`;
  }
  if (item.afterRest) return `Recharges after a ${item.afterRest} Rest`;
  if (item.cost !== undefined && item.cost > 1) return `Costs ${item.cost} Actions`;
  return item.form ? `${item.form} only` : "";
}

const limited = (item: Trait & { readonly cost?: number }): string => {
  const limit = limitWords(item);
  return limit === "" ? item.name : `${item.name} (${limit})`;
};

/** The legendary actions behind a sentence that says how many there are. */
function legendaryEntries({ legendary, edition }: StatBlock) {
  if (legendary === undefined) return [];
  const { uses, usesInLair, actions } = legendary;
  const lair = usesInLair === undefined ? "" : `, ${usesInLair} in its lair`;
  return [
    { Name: "Legendary Actions", Content: `It can take ${uses} legendary actions a round${lair}.` },
    ...actions.map((action) => ({ Name: limited(action), Content: rulebookText(action, edition) })),
  ];
}

/**
 * One stat block; what the other tool has no field for is written into its texts: spells, what is done in a
 * lair and how many legendary actions there are. `Edition` is for this site's own importer.
 */
export function improvedBlock(given: StatBlock) {
  const block = withSpellText(given);
  const entry = (action: StatAction) => ({
    Name: limited(action),
    Content: rulebookText(action, block.edition),
  });
  const tags = block.tags.length > 0 ? ` (${block.tags.join(", ")})` : "";
  const senses = block.senses ? [block.senses] : [];
  const { str, dex, con, int, wis, cha } = block.abilities;
  return {
    Id: block.slug,
    Version: "3.11.8",
    Name: block.name,
    Edition: block.edition,
    Path: "",
    Source: block.source,
    Type: `${capital(block.size)} ${block.type}${tags}${
      block.alignment ? `, ${block.alignment}` : ""
    }`,
    HP: { Value: block.hp.average, Notes: block.hp.dice.includes("d") ? `(${block.hp.dice})` : "" },
    AC: { Value: block.ac, Notes: block.acNote ? `(${block.acNote})` : "" },
    Speed: speedLines(block.speeds),
    Abilities: { Str: str, Dex: dex, Con: con, Cha: cha, Int: int, Wis: wis },
    InitiativeModifier: block.initiative,
    DamageVulnerabilities: (block.vulnerabilities ?? []).map(defence),
    DamageResistances: (block.resistances ?? []).map(defence),
    DamageImmunities: (block.immunities ?? []).map(defence),
    ConditionImmunities: [...block.conditionImmunities ?? []],
    Saves: bonuses(block.saves),
    Skills: bonuses(block.skills),
    Senses: [...senses, `passive Perception ${block.passivePerception}`],
    Languages: block.languages ? [block.languages] : [],
    Challenge: crText(block.cr),
    Traits: [
      ...block.traits.map((trait) => ({ Name: limited(trait), Content: describeTrait(trait) })),
      ...(block.lair?.actions ?? []).map((action) => ({
        Name: `${LAIR_ACTION}${action.name}`,
        Content: rulebookText(action, block.edition),
      })),
    ],
    Actions: block.actions.map(entry),
    BonusActions: block.bonusActions.map(entry),
    Reactions: block.reactions.map(entry),
    LegendaryActions: legendaryEntries(block),
    MythicActions: [],
    Description: "",
    Player: "",
    ImageURL: "",
  };
}

/** One character, with its hit points as they are. */
export function improvedCharacter(character: Character) {
  const { str, dex, con, int, wis, cha } = character.abilities;
  const level = character.classes.reduce((sum, item) => sum + item.level, 0);
  const perception = character.passive.perception;
  return {
    Id: character.id,
    Version: "3.11.8",
    Name: character.name,
    Path: "",
    LastUpdateMs: 0,
    CurrentHP: character.hp.current,
    Notes: character.notes,
    StatBlock: {
      Id: character.id,
      Version: "3.11.8",
      Name: character.name,
      Path: "",
      Source: "",
      Type: character.classes.map((item) => `${item.name} ${item.level}`).join(", "),
      HP: { Value: character.hp.max, Notes: "" },
      AC: { Value: character.ac, Notes: "" },
      Speed: speedLines(character.speeds),
      Abilities: { Str: str, Dex: dex, Con: con, Cha: cha, Int: int, Wis: wis },
      InitiativeModifier: character.initiative ?? Math.floor((dex - 10) / 2),
      DamageVulnerabilities: character.vulnerabilities,
      DamageResistances: character.resistances,
      DamageImmunities: character.immunities,
      ConditionImmunities: [],
      Saves: bonuses(character.saves),
      Skills: bonuses(character.skills),
      Senses: perception === undefined ? [] : [`passive Perception ${perception}`],
      Languages: character.languages === "" ? [] : [character.languages],
      Challenge: String(level),
      Traits: [],
      Actions: [],
      BonusActions: [],
      Reactions: [],
      LegendaryActions: [],
      MythicActions: [],
      Description: "",
      Player: character.player || "player",
      ImageURL: "",
    },
  };
}

/** The library file: lists of ids, then each thing under its own key. */
export function improvedExport(
  creatures: readonly StatBlock[],
  characters: readonly Character[],
): string {
  const file: [string, unknown][] = [
    ["Creatures", creatures.map(({ slug }) => slug)],
    ...creatures.map((
      block,
    ): [string, unknown] => [`Creatures.${block.slug}`, improvedBlock(block)]),
    ["PersistentCharacters", characters.map(({ id }) => id)],
    ...characters.map((
      character,
    ): [string, unknown] => [`PersistentCharacters.${character.id}`, improvedCharacter(character)]),
  ];
  return `${JSON.stringify(Object.fromEntries(file), null, 2)}\n`;
}
