/** Area effects and prompts. */
import type { Draft } from "../draft.ts";
import type { EventType } from "../events.ts";
import { findArea, isUsableId } from "../lookup.ts";
import type { AreaEffect, AreaTarget, Id } from "../state.ts";
import type { Handlers } from "./handlers.ts";

type AreaEvents = Extract<
  EventType,
  "AreaStarted" | "AreaOutcomeSet" | "AreaApplied" | "AreaSettled" | "AreaClosed"
>;

function changeArea({ state }: Draft, id: Id, patch: (area: AreaEffect) => Partial<AreaEffect>) {
  const area = findArea(state, id);
  if (area) state.areas = { ...state.areas, [id]: { ...area, ...patch(area) } };
}

function changeTargets(
  draft: Draft,
  areaId: Id,
  renew: (target: AreaTarget) => AreaTarget,
): void {
  changeArea(draft, areaId, ({ targets }) => ({ targets: targets.map(renew) }));
}

export const areaHandlers: Handlers<AreaEvents> = {
  AreaStarted({ state }, { area }) {
    if (!isUsableId(area.id)) return;
    state.areas = { ...state.areas, [area.id]: { ...area, stepVersion: state.version } };
  },
  AreaOutcomeSet(draft, { areaId, target }) {
    changeTargets(draft, areaId, (old) => old.id === target.id ? target : old);
  },
  AreaApplied(draft, { areaId }) {
    const stepVersion = draft.state.version;
    changeArea(draft, areaId, () => ({ applied: true, stepVersion }));
  },
  AreaSettled(draft, { areaId, ids }) {
    const settled = new Set(ids);
    changeTargets(draft, areaId, (old) => settled.has(old.id) ? { ...old, settled: true } : old);
  },
  AreaClosed({ state }, { areaId }) {
    const { [areaId]: _closed, ...areas } = state.areas;
    state.areas = areas;
  },
};

type PromptEvents = Extract<EventType, "Prompted" | "PromptClosed">;

export const promptHandlers: Handlers<PromptEvents> = {
  Prompted({ state }, { prompt }) {
    state.prompts = [...state.prompts.filter(({ id }) => id !== prompt.id), prompt];
  },
  PromptClosed({ state }, { promptId }) {
    state.prompts = state.prompts.filter(({ id }) => id !== promptId);
  },
};
