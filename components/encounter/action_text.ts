/** The line under an action's name, written from its figures: "+14 to hit, reach 10 ft. …". */
import type { ActionSpec, DamagePart, EffectSpec, SaveSpec } from "@/lib/combat/block.ts";
import { signed } from "@/lib/combat/text.ts";

const ABILITY_SHORT = {
  str: "Str",
  dex: "Dex",
  con: "Con",
  int: "Int",
  wis: "Wis",
  cha: "Cha",
} as const;

const ON_SAVE = { half: "half on a save", none: "none on a save", other: "" } as const;

/** What can be read off the figures, then the action's own words. */
export function actionText(action: ActionSpec): string {
  const figures = action.kind === "attack" ? attackText(action) : saveLine(action);
  return [figures, action.text].filter((part) => part !== "").join(" ");
}

function attackText(action: ActionSpec): string {
  const reach = action.reach === undefined ? "" : `reach ${action.reach} ft`;
  const range = action.range === undefined
    ? ""
    : `range ${[action.range.normal, action.range.long].filter(Boolean).join("/")} ft`;
  const where = [reach, range].filter((part) => part !== "").join(" or ");
  const hit = [`${signed(action.toHit ?? 0)} to hit`, where].filter((part) => part !== "").join(
    ", ",
  );
  const does = [damageText(action.damages), effectsText(action.effects)]
    .filter((part) => part !== "").join(", ");
  return does === "" ? `${hit}.` : `${hit}. ${does}.`;
}

function saveLine(action: ActionSpec): string {
  if (action.save === undefined) return "";
  const damage = damageText(action.damages);
  return [
    action.area ?? "",
    saveText(action.save),
    damage,
    damage === "" ? "" : ON_SAVE[action.save.onSave],
    effectsText(action.effects),
  ].filter((part) => part !== "").join(", ") + ".";
}

function saveText(save: SaveSpec): string {
  return `${ABILITY_SHORT[save.ability]} DC ${save.dc}`;
}

function damageText(damages: readonly DamagePart[] = []): string {
  return damages.map(({ dice, type }) => type === undefined ? dice : `${dice} ${type}`)
    .join(" and ");
}

function effectsText(effects: readonly EffectSpec[] = []): string {
  return effects.map((effect) => {
    const name = effect.condition ?? effect.name ?? "";
    const { until } = effect;
    const rounds = until !== undefined
      ? ` until the ${until.edge} of ${until.whose === "source" ? "its" : "the target’s"} next turn`
      : effect.whileGrappled
      ? " while grappled"
      : effect.rounds === undefined
      ? ""
      : effect.rounds % 10 === 0
      ? ` ${effect.rounds / 10} min`
      : ` ${effect.rounds} round${effect.rounds === 1 ? "" : "s"}`;
    return `${name}${rounds}${effect.saveEnds ? ", save again each turn" : ""}`;
  }).filter((part) => part !== "").join(", ");
}
