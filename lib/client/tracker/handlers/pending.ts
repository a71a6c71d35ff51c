/** The pending action: damage, healing, effects, areas, and the field that takes a line. */
import type { PENDING_ARGUMENTS } from "@/lib/actions/tracker_action.ts";
import type { Id } from "@/lib/combat/state.ts";
import { type ActionContext, type Handlers, step } from "@/lib/client/tracker/action_context.ts";
import { apply } from "@/lib/client/tracker/apply_pending.ts";
import { toggleEffectWord } from "@/lib/client/tracker/area_line.ts";
import {
  pickEffect,
  pressPad,
  takeEffect,
  takeLine,
  takePad,
} from "@/lib/client/tracker/pending_actions.ts";
import {
  creaturesOf,
  type LineKind,
  type PadMode,
  type TrackerState,
} from "@/lib/client/tracker/tracker_state.ts";

/** Opens the pad; with nobody targeted it is for the row under the cursor. */
function pad(mode: PadMode) {
  return (context: ActionContext) =>
    step(context, (trackerState, encounter) => {
      const alone = trackerState.targets.length === 0 && trackerState.cursor !== null
        ? creaturesOf(encounter, trackerState.cursor)
        : trackerState.targets;
      return takePad({ ...trackerState, targets: alone, dialog: null }, mode);
    });
}

/** Opens the field for a line of this kind. */
function line(kind: LineKind) {
  return (context: ActionContext) =>
    step(context, (trackerState) => takeLine({ ...trackerState, dialog: null }, kind));
}

/** Changes the open pad; without one nothing changes. */
function changePad(
  context: ActionContext,
  change: Partial<Extract<TrackerState["pending"], { kind: "pad" }>>,
): void {
  step(
    context,
    (trackerState) =>
      trackerState.pending?.kind === "pad"
        ? { ...trackerState, pending: { ...trackerState.pending, ...change } }
        : trackerState,
  );
}

/** Rolls the dice of an area again: the same targets and save, without spending the action twice. */
function reroll(context: ActionContext, areaId: Id): void {
  const area = context.encounter.areas[areaId];
  if (area === undefined || !context.send({ type: "CancelArea", areaId })) return;
  const nextId = context.newId();
  const sent = context.send({
    type: "StartArea",
    areaId: nextId,
    targetIds: area.targets.map((target) => target.id),
    label: area.label,
    damage: area.damages.map(({ roll, type }) => ({
      amount: roll.text,
      ...(type === null ? {} : { type }),
    })),
    effects: area.effects,
    magical: area.magical,
    ...(area.save === null ? {} : { save: area.save }),
    ...(area.sourceId === null ? {} : { sourceId: area.sourceId }),
  });
  if (sent) {
    step(
      context,
      (trackerState) => ({ ...trackerState, pending: { kind: "area", areaId: nextId } }),
    );
  }
}

export const PENDING_HANDLERS: Handlers<typeof PENDING_ARGUMENTS> = {
  damage: pad("damage"),
  heal: pad("heal"),
  temporary: pad("temporary"),
  effect: (context) =>
    step(context, (trackerState) => takeEffect({ ...trackerState, dialog: null })),
  area: line("area"),
  roll: line("roll"),
  concentrate: line("concentrate"),
  "attack-line": line("attack-line"),
  "hit-points": (context, { id }) =>
    step(
      context,
      (trackerState, encounter) =>
        takePad({ ...trackerState, targets: creaturesOf(encounter, id) }, "damage"),
    ),
  "amount-digit": (context, { digit }) =>
    step(context, (trackerState) => pressPad(trackerState, digit)),
  "amount-back": (context) => step(context, (trackerState) => pressPad(trackerState, "back")),
  "amount-half": (context) => step(context, (trackerState) => pressPad(trackerState, "half")),
  "amount-type": (context, { type }) => changePad(context, { type }),
  critical: (context) => {
    const { pending } = context.trackerState.peek();
    if (pending?.kind === "pad") changePad(context, { critical: !pending.critical });
  },
  "effect-pick": (context, { name }) =>
    step(context, (trackerState) => pickEffect(trackerState, name)),
  "effect-word": (context, { word }) =>
    step(context, (trackerState) => {
      const { pending } = trackerState;
      if (pending?.kind !== "effect") return trackerState;
      const text = toggleEffectWord(pending.text, word);
      return { ...trackerState, pending: { ...pending, text, error: null } };
    }),
  "put-down": (context) => step(context, (trackerState) => ({ ...trackerState, pending: null })),
  apply,
  "take-area": (context, { areaId }) =>
    step(
      context,
      (trackerState) => ({ ...trackerState, pending: { kind: "area", areaId }, pane: "side" }),
    ),
  "cancel-area": (context, { areaId }) => context.send({ type: "CancelArea", areaId }),
  "area-roll": (context, { areaId, targetId }) =>
    context.send({ type: "SetAreaOutcome", areaId, targetId }),
  "area-outcome": (context, { areaId, targetId, outcome }) =>
    context.send({ type: "SetAreaOutcome", areaId, targetId, outcome }),
  reroll: (context, { areaId }) => reroll(context, areaId),
};
