/** Players' seats and the clock. [SEAT-1] ff. [CLOCK-1] ff. */
import { checkName, checkNewId, firstOf, plainLine, unknown } from "../checks.ts";
import type { Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, fullName, own } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";

/** Players may sit down as characters, and as visible others of the party. [SEAT-2] */
export function isClaimable({ kind, side, hidden, hp }: Combatant): boolean {
  return kind === "character" || (side === "party" && hidden === false && hp !== null);
}

/**
 * A device takes few seats besides `seatId`, and none after the DM put it out. The refusal names
 * nobody, so that players may read it. [SEAT-4] [SEAT-5]
 */
export function checkDevice(state: EncounterState, seatId: Id, device: Id): Refusal | undefined {
  const wrong = checkNewId(device, "A device");
  if (wrong) return wrong;
  if (state.barredDevices?.includes(device)) {
    return refuse("NOT_POSSIBLE_NOW", "Your DM has put this device out of the fight.");
  }
  const seats = Object.values(state.seats)
    .filter((one) => one.device === device && one.id !== seatId);
  if (seats.length < LIMITS.seatsPerDevice) return undefined;
  return refuse(
    "LIMIT_REACHED",
    `One device plays at most ${LIMITS.seatsPerDevice} characters: free one of them first.`,
  );
}

export const seatRules: Rules<
  | "ClaimSeat"
  | "ReleaseSeat"
  | "TrustSeat"
  | "BarDevice"
  | "AllowDevices"
  | "PauseClock"
  | "ResumeClock"
> = {
  ClaimSeat({ state, at, emit }, { seatId, combatantId, player, device }) {
    const wrong = firstOf(
      checkNewId(seatId, "A seat"),
      checkName(player, "Your name"),
      device === undefined ? undefined : checkDevice(state, seatId, device),
    );
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
    emit({ type: "SeatClaimed", seat: device === undefined ? seat : { ...seat, device } });
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
  BarDevice({ state, emit }, { seatId }) {
    const seat = own(state.seats, seatId);
    if (!seat) return unknown("That seat");
    const { device, player } = seat;
    const seats = Object.values(state.seats)
      .filter((one) => one.id === seatId || (device !== undefined && one.device === device));
    for (const one of seats) emit({ type: "SeatReleased", seatId: one.id, player: one.player });
    if (device !== undefined) emit({ type: "DeviceBarred", device, player });
  },
  AllowDevices({ state, emit }) {
    if ((state.barredDevices ?? []).length === 0) {
      return refuse("NOT_POSSIBLE_NOW", "No device is put out.");
    }
    emit({ type: "DevicesAllowed" });
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
