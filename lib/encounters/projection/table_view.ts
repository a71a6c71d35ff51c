import type { Combatant, Id } from "@/lib/combat/state.ts";
import { membersOf } from "@/lib/combat/lookup.ts";
import { isClaimable } from "@/lib/combat/rules/seats.ts";
import type { ClaimView, RowView, TableView, ViewId } from "@/lib/contracts/player_view.ts";
import type { ProjectionContext } from "./effects.ts";
import { rowView } from "./rows.ts";
import { timerView, type TurnMemory } from "./turn_memory.ts";

/** Shown while the fight's own name would give somebody away. */
const PLAIN_NAME = "Encounter";

function claimable(
  { state, redaction, opaqueIds }: ProjectionContext,
): Readonly<Record<ViewId, ClaimView>> {
  const taken = new Set(Object.values(state.seats).map((seat) => seat.combatantId));
  const claims: Record<ViewId, ClaimView> = {};
  for (const combatant of Object.values(state.combatants)) {
    if (!isClaimable(combatant) || !redaction.shows(combatant)) continue;
    claims[opaqueIds.hide(combatant.id)] = {
      name: combatant.name,
      ...taken.has(combatant.id) ? { taken: true } : {},
    };
  }
  return claims;
}

function mayAct(combatant: Combatant): boolean {
  return combatant.life !== "dead" && combatant.life !== "defeated" && !combatant.delaying;
}

/** Who follows `activeId` among those that players see and that still take turns. */
function nextSeen({ state, redaction }: ProjectionContext, activeId: Id): Id | undefined {
  const at = state.order.indexOf(activeId);
  if (at === -1) return undefined;
  const around = [...state.order.slice(at + 1), ...state.order.slice(0, at)];
  return around.find((id) =>
    redaction.members(id).length > 0 &&
    membersOf(state, id).some((combatant) => redaction.shows(combatant) && mayAct(combatant))
  );
}

/** Before the fight there may be no order yet: then the party in the order it came. */
function entriesToShow({ state, redaction: { status } }: ProjectionContext): readonly Id[] {
  const listed = new Set(
    state.order.flatMap((id) => [id, ...membersOf(state, id).map((m) => m.id)]),
  );
  const rest = Object.keys(state.combatants).filter((id) => !listed.has(id));
  return status === "building" ? [...state.order, ...rest] : state.order;
}

/** What everybody at the table may know. */
export function tableView(projection: ProjectionContext, memory: TurnMemory): TableView {
  const { state, opaqueIds, redaction } = projection;
  const rows: Record<ViewId, RowView> = {};
  const order: ViewId[] = [];
  for (const id of entriesToShow(projection)) {
    const row = rowView(projection, id);
    if (row === undefined) continue;
    rows[opaqueIds.hide(id)] = row;
    order.push(opaqueIds.hide(id));
  }
  const next = memory.activeId === null ? undefined : nextSeen(projection, memory.activeId);
  const timer = timerView(memory, state);
  return {
    name: redaction.text(state.name) ?? PLAIN_NAME,
    edition: state.edition,
    status: redaction.status,
    round: memory.round,
    ...memory.activeId === null ? {} : { active: opaqueIds.hide(memory.activeId) },
    ...next === undefined ? {} : { next: opaqueIds.hide(next) },
    order,
    rows,
    ...timer === undefined ? {} : { timer },
    claimable: claimable(projection),
    showCode: state.settings.showCodeOnTable,
  };
}
