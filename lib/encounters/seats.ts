import type { Actor, Command } from "@/lib/combat/commands.ts";
import { entryOf } from "@/lib/combat/lookup.ts";
import { checkDevice, isClaimable } from "@/lib/combat/rules/seats.ts";
import type { Id, ProposalBody, Seat } from "@/lib/combat/state.ts";
import { CONDITIONS } from "@/lib/combat/vocabulary.ts";
import type { SeatProposal, ViewId } from "@/lib/contracts/player_view.ts";
import { applyCommands, type ApplyParts } from "@/lib/encounters/apply_commands.ts";
import { hex, newId } from "@/lib/encounters/ids.ts";
import type { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import { initiativeRequest } from "@/lib/encounters/projection/seat_view.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";

/** Runs one command that the server makes for a player; the dice are the server's. */
async function carryOut(
  parts: ApplyParts,
  id: Id,
  actor: Actor,
  command: Command,
  commandId?: Id,
): Promise<Result<null>> {
  const { random, now } = parts.deps;
  const at = now();
  const sent = { id: commandId ?? newId(random), at, seed: hex(random(16)), command };
  const done = await applyCommands(parts, id, actor, [sent], at);
  if (!done.ok) return done;
  return done.value.refused ? done.value.refused.refusal : ok(null);
}

/** The refusals of the engine name the DM's ids and creatures; players get this sentence. */
function notNow(): Result<never> {
  return refuse("NOT_POSSIBLE_NOW", "That is not possible right now. Ask your DM.");
}

/** Sits a player down as a character; whoever sat elsewhere in this fight stands up first. */
export async function claimSeat(
  parts: ApplyParts,
  encounter: LiveEncounter,
  claim: { readonly character: ViewId; readonly player: string },
  seats: { readonly current: Id | undefined; readonly next: Id; readonly device: Id },
): Promise<Result<{ readonly seatId: Id }>> {
  const { state, opaqueIds } = encounter;
  const shown = Object.values(state.combatants)
    .filter((one) => isClaimable(one) && one.hidden === false);
  const combatantId = opaqueIds.find(claim.character, shown.map((one) => one.id));
  if (combatantId === undefined) {
    return refuse(
      "UNKNOWN_TARGET",
      "That character is not in this fight any more. Choose another.",
    );
  }
  const holder = Object.values(state.seats).find((seat) => seat.combatantId === combatantId);
  if (holder !== undefined && holder.id === seats.current) return ok({ seatId: holder.id });
  if (holder !== undefined) {
    return refuse("NOT_POSSIBLE_NOW", "Somebody plays that character already. Choose another.");
  }
  const { device } = seats;
  const barred = checkDevice(state, seats.current ?? seats.next, device);
  if (barred !== undefined) return barred;
  if (seats.current !== undefined) {
    const released = await releaseSeat(parts, encounter, seats.current);
    if (!released.ok) return released;
  }
  const seatId = seats.next;
  const { player } = claim;
  const command: Command = { type: "ClaimSeat", seatId, combatantId, player, device };
  const done = await carryOut(parts, state.id, { kind: "system" }, command);
  return done.ok ? ok({ seatId }) : notNow();
}

/** A player stands up. */
export async function releaseSeat(
  parts: ApplyParts,
  encounter: LiveEncounter,
  seatId: Id,
): Promise<Result<null>> {
  const actor: Actor = { kind: "seat", seatId };
  const done = await carryOut(parts, encounter.state.id, actor, { type: "ReleaseSeat", seatId });
  return done.ok ? done : notNow();
}

/** A proposal in the fight's own ids; undefined when it names what the seat cannot see. */
function bodyOf(
  encounter: LiveEncounter,
  seat: Seat,
  sent: SeatProposal,
): ProposalBody | undefined {
  const { state, opaqueIds } = encounter;
  switch (sent.kind) {
    case "effect": {
      const condition = CONDITIONS.find((one) => one === sent.name.toLowerCase());
      const rounds = sent.rounds === undefined ? {} : { rounds: sent.rounds };
      const effect = { ...condition ? { condition } : { name: sent.name }, ...rounds };
      return { kind: "effect", effect };
    }
    case "end-effect": {
      const effects = state.combatants[seat.combatantId]?.effects ?? [];
      const open = effects.filter((one) => !one.hiddenFromPlayers).map((one) => one.id);
      const effectId = opaqueIds.find(sent.effectId, open);
      return effectId === undefined ? undefined : { kind: "end-effect", effectId };
    }
    case "save": {
      const { total, natural } = sent;
      if (opaqueIds.hide(initiativeRequest(seat.combatantId)) === sent.requestId) {
        return { kind: "initiative", value: total };
      }
      const own = state.prompts.filter((one) => one.combatantId === seat.combatantId);
      const promptId = opaqueIds.find(sent.requestId, own.map((one) => one.id));
      if (promptId === undefined) return undefined;
      return { kind: "save", promptId, total, ...natural === undefined ? {} : { natural } };
    }
    default:
      return sent;
  }
}

/**
 * Somebody hidden acts while the player's screen still shows the player's own turn. It ended
 * already; a refusal would tell of the hidden one.
 */
function isUnseenTurn({ state, memory }: LiveEncounter, { combatantId }: Seat): boolean {
  return memory.activeId === entryOf(state, combatantId) && memory.activeId !== state.activeId;
}

/** What a player asks for; carried out at once when the DM trusts the seat. */
export async function propose(
  parts: ApplyParts,
  encounter: LiveEncounter,
  seatId: Id,
  sent: SeatProposal,
  commandId?: Id,
): Promise<Result<null>> {
  const seat = encounter.state.seats[seatId];
  if (seat === undefined) {
    return refuse("FORBIDDEN", "Your seat is free again. Choose your character anew.");
  }
  const body = bodyOf(encounter, seat, sent);
  if (body === undefined) {
    return refuse("UNKNOWN_TARGET", "That is settled already. Nothing more is needed.");
  }
  if (sent.kind === "end-turn" && isUnseenTurn(encounter, seat)) return ok(null);
  const proposalId = newId(parts.deps.random);
  const command: Command = { type: "Propose", proposalId, seatId, body };
  const actor: Actor = { kind: "seat", seatId };
  const done = await carryOut(parts, encounter.state.id, actor, command, commandId);
  return done.ok || done.code === "CONFLICT" || done.code === "LIMIT_REACHED" ? done : notNow();
}
