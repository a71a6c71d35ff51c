/** Players' seats and the clock. [SEAT-1] ff. [CLOCK-1] ff. */
import { checkName, checkNewId, firstOf, plainLine, unknown } from "../checks.ts";
import type { Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, fullName, own } from "../lookup.ts";
import { refuse } from "../refusal.ts";
import type { Combatant } from "../state.ts";

/** Players may sit down as characters, and as visible others of the party. [SEAT-2] */
export function isClaimable({ kind, side, hidden, hp }: Combatant): boolean {
  return kind === "character" || (side === "party" && hidden === false && hp !== null);
}

export const seatRules: Rules<
  "ClaimSeat" | "ReleaseSeat" | "TrustSeat" | "PauseClock" | "ResumeClock"
> = {
  ClaimSeat({ state, at, emit }, { seatId, combatantId, player }) {
    const wrong = firstOf(checkNewId(seatId, "A seat"), checkName(player, "Your name"));
    if (wrong) return wrong;
    const combatant = findCombatant(state, combatantId);
    if (!combatant || !isClaimable(combatant)) return unknown("That character");
    const seats = Object.values(state.seats);
    if (seats.some((seat) => seat.combatantId === combatantId && seat.id !== seatId)) {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} is taken: ask your DM to free it.`);
    }
    const earlier = own(state.seats, seatId);
    if (!earlier && seats.length >= LIMITS.seats) {
      return refuse("LIMIT_REACHED", `A fight has at most ${LIMITS.seats} seats.`);
    }
    const trusted = earlier?.combatantId === combatantId && earlier.trusted;
    const seat = { id: seatId, combatantId, player: plainLine(player), trusted, claimedAt: at };
    emit({ type: "SeatClaimed", seat });
  },
  ReleaseSeat({ state, emit }, { seatId }) {
    const seat = own(state.seats, seatId);
    if (!seat) return unknown("That seat");
    emit({ type: "SeatReleased", seatId, player: seat.player });
  },
  TrustSeat({ state, emit }, { seatId, trusted }) {
    if (!own(state.seats, seatId)) return unknown("That seat");
    emit({ type: "SeatTrusted", seatId, trusted: trusted === true });
  },
  PauseClock({ state, emit }) {
    if (state.clock.paused) return refuse("NOT_POSSIBLE_NOW", "The clock is paused already.");
    emit({ type: "ClockPaused" });
  },
  ResumeClock({ state, emit }) {
    if (!state.clock.paused) return refuse("NOT_POSSIBLE_NOW", "The clock is running already.");
    emit({ type: "ClockResumed" });
  },
};
