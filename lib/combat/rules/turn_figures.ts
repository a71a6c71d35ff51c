/** Damage and healing that effects bring at the start or end of the bearer's turns. [FIG-7] */
import { readAmount, rollAmount } from "../checks.ts";
import type { Context } from "../context.ts";
import { findCombatant } from "../lookup.ts";
import type { Effect, Id, TurnFigure } from "../state.ts";
import { dealDamage, hasHitPoints, rollDamage } from "./damage.ts";
import { heal } from "./healing.ts";

function happen(context: Context, id: Id, { name, sourceId }: Effect, turn: TurnFigure): void {
  const { state, dice } = context;
  const { damage, type, heal: healing } = turn;
  const body = findCombatant(state, id);
  if (!hasHitPoints(body)) return;
  if (damage !== undefined) {
    const rolled = rollDamage([{ amount: damage, ...(type && { type }) }], false, dice);
    if (!rolled.ok) return;
    const { damages } = rolled;
    dealDamage(context, { sourceId, label: name, damages, targets: [{ id }], critical: false });
  }
  // Nothing regenerates at 0 hit points.
  const read = healing === undefined || body.life !== "up" ? undefined : readAmount(healing);
  if (read?.ok) heal(context, [body], { ...rollAmount(read, dice), sourceId });
}

/** Lets happen what the bearer's effects do at this moment of its turn. */
export function turnFigures(context: Context, id: Id, at: "start" | "end"): void {
  const bearer = findCombatant(context.state, id);
  if (!bearer || bearer.life === "dead" || bearer.life === "defeated") return;
  for (const effect of bearer.effects) {
    const turn = at === "start" ? effect.figures?.atStart : effect.figures?.atEnd;
    if (turn !== undefined) happen(context, id, effect, turn);
  }
}
