/**
 * Hit points and life of one combatant, kept consistent whatever is folded in: nobody is up at
 * 0 or down above it, nobody unconscious concentrates, and being down at 0 is a visible effect.
 */
import type { Combatant, EncounterState, HitPoints, Id } from "./state.ts";
import { change, type Draft, ownCombatants } from "./draft.ts";
import { addEffects, bareEffect, dropEffects, withImplied } from "./effect_list.ts";
import type { Life } from "./events.ts";
import { figureMaximum } from "./figures.ts";
import { clamp, findCombatant } from "./lookup.ts";
import { maximumHp } from "./maximum_hp.ts";

const NO_DEATH_SAVES: Combatant["deathSaves"] = { successes: 0, failures: 0 };

/** How a combatant is at 0 hit points when nothing else is said. [DOWN-1] */
export function lifeAtZero(
  state: Pick<EncounterState, "settings">,
  combatant: Pick<Combatant, "kind">,
): Life {
  if (combatant.kind !== "character") return "defeated";
  return state.settings.deathSaves ? "dying" : "stable";
}

/** Id of the effect "unconscious at 0 hit points". */
export function downEffectId(id: Id): Id {
  return `down:${id}`;
}

function effectsFor(draft: Draft, combatant: Combatant, life: Life): Combatant["effects"] {
  const id = downEffectId(combatant.id);
  const has = combatant.effects.some((effect) => effect.id === id);
  const needs = life === "dying" || life === "stable";
  if (has === needs) return combatant.effects;
  if (has) return dropEffects(combatant.effects, [id]);
  const { round, activeId } = draft.state;
  const down = withImplied(bareEffect(id, "unconscious", { round, activeId }));
  const prone = combatant.effects.some(({ condition }) => condition === "prone");
  return addEffects(
    combatant.effects,
    prone ? down.filter(({ condition }) => condition !== "prone") : down,
  );
}

/** Sets somebody's effects; the maximum of hit points follows what they carry. [FIG-6] */
export function setEffects(draft: Draft, id: Id, effects: Combatant["effects"]): void {
  const before = findCombatant(draft.state, id);
  if (!before) return;
  change(draft, id, { effects });
  const by = figureMaximum(effects) - figureMaximum(before.effects);
  const { hp } = before;
  if (by === 0 || hp === null) return;
  const added = figureMaximum(effects.filter((effect) => !before.effects.includes(effect)));
  // A raise brings its hit points, also to who is down; the end of a drain heals nothing.
  const gained = before.life === "dead" || before.life === "defeated" ? 0 : Math.max(0, added);
  setBody(draft, id, {
    hp: { ...hp, maxBonus: hp.maxBonus + by, current: hp.current + gained },
  });
}

/** Ends what hangs on somebody's concentration, on everyone. */
export function dropConcentration(draft: Draft, id: Id): void {
  change(draft, id, { concentration: null });
  for (const combatant of Object.values(draft.state.combatants)) {
    const gone = combatant.effects.filter(({ concentrationOf }) => concentrationOf === id);
    if (gone.length > 0) {
      setEffects(
        draft,
        combatant.id,
        dropEffects(combatant.effects, gone.map((effect) => effect.id)),
      );
    }
  }
}

/** Sets hit points, life or death saves, and brings the rest in line with them. */
export function setBody(
  draft: Draft,
  id: Id,
  body: Partial<Pick<Combatant, "hp" | "life" | "deathSaves">>,
): void {
  const before = findCombatant(draft.state, id);
  if (!before) return;
  const wished = { ...before, ...body };
  const hp = wished.hp && clampHp(draft.state, wished.hp, before.exhaustion);
  let life = wished.life;
  if (hp !== null && hp.current > 0) life = "up";
  else if (hp !== null && life === "up") life = lifeAtZero(draft.state, before);
  const keepsSaves = life === "dying" || life === "dead";
  const after: Combatant = {
    ...wished,
    hp,
    life,
    deathSaves: keepsSaves ? clampSaves(wished.deathSaves) : NO_DEATH_SAVES,
    effects: effectsFor(draft, before, life),
  };
  ownCombatants(draft)[id] = after;
  if (life !== "up" && before.concentration !== null) dropConcentration(draft, id);
}

function clampSaves({ successes, failures }: Combatant["deathSaves"]): Combatant["deathSaves"] {
  return { successes: clamp(successes, 0, 3), failures: clamp(failures, 0, 3) };
}

function clampHp(state: EncounterState, hp: HitPoints, exhaustion: number): HitPoints {
  const most = maximumHp(state, hp, exhaustion);
  const current = clamp(hp.current, 0, most);
  const temp = Math.max(0, hp.temp);
  return current === hp.current && temp === hp.temp ? hp : { ...hp, current, temp };
}
