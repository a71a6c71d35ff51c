/** The effects of a stat block's action, as they are put on its targets. */
import type { ActionSpec } from "./block.ts";
import type { EffectDraft, Id } from "./state.ts";

/** Drafts of everything that an action of `sourceId` puts on whom it hits or who fails its save. [EFF-11] */
export function effectDrafts(
  { effects = [], save, magical }: Pick<ActionSpec, "effects" | "save" | "magical">,
  sourceId: Id,
): readonly EffectDraft[] {
  return effects.map(({ condition, name, rounds, saveEnds, until, whileGrappled }) => ({
    ...(condition !== undefined && { condition }),
    ...(name !== undefined && { name }),
    ...(until !== undefined
      ? { rounds: 1, at: until.edge, ...(until.whose === "source" && { turnOf: sourceId }) }
      : rounds !== undefined && { rounds }),
    ...(saveEnds === true && save !== undefined &&
      { save: { ability: save.ability, dc: save.dc, at: "end" as const } }),
    ...(whileGrappled === true && { whileGrappled }),
    ...(magical === true && { magical }),
    sourceId,
  }));
}
