import { acOf } from "@/lib/combat/figures.ts";
import type { Combatant, Id, Prompt, Proposal, ProposalBody, Seat } from "@/lib/combat/state.ts";
import { entryOf, saveBonus } from "@/lib/combat/lookup.ts";
import { ABILITIES, type Ability } from "@/lib/combat/vocabulary.ts";
import type {
  OwnView,
  ProposalView,
  RequestView,
  SeatView,
  ViewId,
} from "@/lib/contracts/player_view.ts";
import { effectViews, type ProjectionContext } from "./effects.ts";
import { fullMaximum, lifeView } from "./hit_points.ts";

/** The name under which a player is asked for initiative; no prompt of the fight stands behind it. */
export function initiativeRequest(combatantId: Id): Id {
  return `initiative of ${combatantId}`;
}

/** Shown instead of a text that names somebody whom players do not know. */
const A_SPELL = "Spell";
const AN_ACTION = "Readied action";

function ownView(projection: ProjectionContext, combatant: Combatant): OwnView {
  const { opaqueIds, redaction, state } = projection;
  const { hp } = combatant;
  const ac = acOf(combatant);
  const life = lifeView(combatant.life);
  const dying = combatant.life === "dying" || combatant.life === "stable";
  const saves = Object.fromEntries(
    ABILITIES.map((ability) => [ability, saveBonus(combatant, ability)]),
  );
  return {
    row: opaqueIds.hide(entryOf(state, combatant.id)),
    id: opaqueIds.hide(combatant.id),
    name: combatant.name,
    ...ac === null ? {} : { ac },
    ...hp === null
      ? {}
      : { hp: { current: hp.current, max: fullMaximum(state, combatant), temp: hp.temp } },
    ...life === undefined ? {} : { life },
    ...dying ? { deathSaves: combatant.deathSaves } : {},
    effects: effectViews(projection, combatant, true),
    ...combatant.exhaustion > 0 ? { exhaustion: combatant.exhaustion } : {},
    ...combatant.concentration === null
      ? {}
      : { concentration: redaction.text(combatant.concentration.name) ?? A_SPELL },
    ...combatant.readied === null
      ? {}
      : { readied: redaction.text(combatant.readied) ?? AN_ACTION },
    ...combatant.reactionUsed ? { reactionUsed: true } : {},
    saves: saves as Record<Ability, number>,
    ...combatant.initiative.value === null ? {} : { initiative: combatant.initiative.value },
    initiativeModifier: combatant.initiative.modifier,
    ...combatant.slots.length === 0 ? {} : {
      slots: combatant.slots.map(({ max, spent }) => ({ left: max - spent, max })),
    },
  };
}

/** What an area effect may be called to players: nothing that names its unseen source. */
function areaLabel({ state, redaction }: ProjectionContext, areaId: Id): string | undefined {
  const area = state.areas[areaId];
  if (area === undefined || area.label === "") return undefined;
  const source = area.sourceId === null ? undefined : state.combatants[area.sourceId];
  return source && !redaction.shows(source) ? undefined : redaction.text(area.label);
}

function requestView(
  projection: ProjectionContext,
  own: Combatant,
  prompt: Prompt,
): RequestView | undefined {
  switch (prompt.kind) {
    case "death-save":
      return { kind: "death-save" };
    case "concentration": {
      const { dc } = prompt;
      const spell = projection.redaction.text(prompt.spell) ?? A_SPELL;
      return { kind: "concentration", bonus: saveBonus(own, "con"), dc, spell };
    }
    case "area-save": {
      const label = areaLabel(projection, prompt.areaId);
      const { ability } = prompt;
      const bonus = saveBonus(own, ability);
      return { kind: "save", ability, bonus, ...label === undefined ? {} : { label } };
    }
    case "effect-save": {
      const effect = own.effects.find((candidate) => candidate.id === prompt.effectId);
      const label = effect && !effect.hiddenFromPlayers
        ? projection.redaction.text(effect.name)
        : undefined;
      const { ability } = prompt;
      const bonus = saveBonus(own, ability);
      return { kind: "save", ability, bonus, ...label === undefined ? {} : { label } };
    }
    default:
      return undefined;
  }
}

/** What the seat has answered already and the DM has not looked at yet is not asked again. */
function isAnswered(sent: readonly Proposal[], prompt: Prompt): boolean {
  return sent.some(({ body }) =>
    body.kind === "save" ? body.promptId === prompt.id : body.kind === prompt.kind
  );
}

function requestViews(
  projection: ProjectionContext,
  own: Combatant,
  sent: readonly Proposal[],
): Readonly<Record<ViewId, RequestView>> {
  const views: Record<ViewId, RequestView> = {};
  const rolled = own.initiative.value !== null ||
    sent.some((proposal) => proposal.body.kind === "initiative");
  if (projection.state.status !== "ended" && !rolled) {
    const bonus = own.initiative.modifier;
    views[projection.opaqueIds.hide(initiativeRequest(own.id))] = { kind: "initiative", bonus };
  }
  // Before a fight nobody is asked; that it has begun, with somebody unseen, is not told.
  if (projection.redaction.status === "building") return views;
  for (const prompt of projection.state.prompts) {
    if (prompt.combatantId !== own.id || isAnswered(sent, prompt)) continue;
    const view = requestView(projection, own, prompt);
    if (view !== undefined) views[projection.opaqueIds.hide(prompt.id)] = view;
  }
  return views;
}

function proposalText(body: ProposalBody): string {
  switch (body.kind) {
    case "initiative":
      return `Initiative ${body.value}`;
    case "damage":
      return `${body.amount} ${body.type ?? ""} damage`.replace("  ", " ");
    case "heal":
      return `${body.amount} healing`;
    case "temporary":
      return `${body.amount} temporary hit points`;
    case "effect":
      return body.effect.name ?? body.effect.condition ?? "An effect";
    case "end-effect":
      return "End of an effect";
    case "death-save":
      return `Death save: ${body.natural}`;
    case "save":
      return `Save: ${body.total}`;
    case "end-turn":
      return "End of the turn";
  }
}

function proposalViews(
  { opaqueIds }: ProjectionContext,
  sent: readonly Proposal[],
): Readonly<Record<ViewId, ProposalView>> {
  return Object.fromEntries(
    sent.map(({ id, body }) => [opaqueIds.hide(id), { kind: body.kind, text: proposalText(body) }]),
  );
}

/** What the player of a seat may know beyond the table; undefined when there is no such seat. */
export function seatView(projection: ProjectionContext, seat: Seat): SeatView | undefined {
  const own = projection.state.combatants[seat.combatantId];
  if (own === undefined) return undefined;
  const sent = projection.state.proposals.filter((proposal) => proposal.seatId === seat.id);
  return {
    player: seat.player,
    ...seat.trusted ? { trusted: true } : {},
    own: ownView(projection, own),
    requests: requestViews(projection, own, sent),
    proposals: proposalViews(projection, sent),
  };
}
