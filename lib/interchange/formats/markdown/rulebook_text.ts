/** An action's figures in the order of words that other tools look for, then its own text. Pure. */
import type { DamagePart } from "@/lib/combat/block.ts";
import { ABILITY_NAMES } from "@/lib/creatures/describe.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { StatAction } from "@/lib/creatures/stat_block.ts";

function damageWords({ dice, average, type }: DamagePart): string {
  const rolled = dice.includes("d") ? ` (${dice.replace(/([+-])/g, " $1 ")})` : "";
  return `${average}${rolled}${type === undefined ? "" : ` ${type}`} damage`;
}

function attackWords(action: StatAction, edition: Edition): string {
  const kind = action.ranged && action.melee
    ? "Melee or Ranged"
    : action.ranged
    ? "Ranged"
    : "Melee";
  const bonus = action.toHit ?? 0;
  const range = action.range
    ? `range ${action.range.normal}${
      action.range.long === undefined ? "" : `/${action.range.long}`
    } ft.`
    : "";
  const reach = action.reach === undefined ? "" : `reach ${action.reach} ft.`;
  const where = [reach, range].filter(Boolean).join(" or ") || "reach 5 ft.";
  const hit = (action.damages ?? []).map(damageWords).join(" plus ");
  const signed = bonus < 0 ? bonus : `+${bonus}`;
  const head = edition === "2024"
    ? `${kind} Attack Roll: ${signed}, ${where.replace(/\.$/, "")}`
    : `${kind} Weapon Attack: ${signed} to hit, ${where}, one target`;
  return `${head}. Hit: ${hit === "" ? "see the text" : hit}.`;
}

function saveWords(action: StatAction, edition: Edition): string {
  const { save, damages = [], area } = action;
  if (save === undefined) return "";
  const harm = damages.map(damageWords).join(" plus ");
  if (edition === "2024") {
    const whom = area === undefined ? "one target" : `each creature in the area (${area})`;
    const failure = harm === "" ? "" : ` Failure: ${harm}.`;
    const success = save.onSave === "half" ? " Success: Half damage." : "";
    return `${
      ABILITY_NAMES[save.ability]
    } Saving Throw: DC ${save.dc}, ${whom}.${failure}${success}`;
  }
  const half = save.onSave === "half" ? ", or half as much damage on a success" : "";
  const where = area === undefined
    ? "The target makes"
    : `Each creature in the area (${area}) makes`;
  return `${where} a DC ${save.dc} ${ABILITY_NAMES[save.ability]} saving throw${
    harm === "" ? "." : `, taking ${harm} on a failure${half}.`
  }`;
}

/** The whole text of an action, in its edition's order of words. What its text says already is not said twice. */
export function rulebookText(action: StatAction, edition: Edition): string {
  if (action.kind === "attack" && !/attack(?: roll)?:/i.test(action.text)) {
    return `${attackWords(action, edition)} ${action.text}`.trim();
  }
  if (action.kind === "save" && !/saving throw/i.test(action.text)) {
    return `${saveWords(action, edition)} ${action.text}`.trim();
  }
  return action.text;
}
