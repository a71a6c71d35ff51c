/** Lines about the fight, who is in it, turns, people and history. */
import type { EventOf, EventType } from "@/lib/combat/events.ts";
import { findCombatant } from "@/lib/combat/lookup.ts";
import { type Describe, everyone, listed, rolledText, strong, who } from "./log_words.ts";
import { plural } from "../text.ts";
import { initiativeOf } from "@/lib/combat/order.ts";
import type { Combatant, EncounterState, Id, Proposal } from "@/lib/combat/state.ts";

function proposed({ body }: Proposal): string {
  switch (body.kind) {
    case "initiative":
      return `initiative ${body.value}`;
    case "damage":
      return `took ${body.amount}${body.type ? ` ${body.type}` : ""} damage`;
    case "heal":
      return `healed ${body.amount}`;
    case "temporary":
      return `${body.amount} temporary hit points`;
    case "effect":
      return body.effect.name || body.effect.condition || "an effect";
    case "end-effect":
      return "an effect ended";
    case "death-save":
      return `death save ${body.natural}`;
    case "save":
      return `save ${body.total}`;
    case "end-turn":
      return "turn ended";
  }
}

/** "6 × Goblin and Adult Red Dragon": several of a name are counted. */
function kinds(state: EncounterState, added: readonly Pick<Combatant, "id" | "name">[]): string {
  const ids = Map.groupBy(added, ({ name }) => name);
  return listed(
    [...ids].map(([name, all]) =>
      all.length > 1 ? strong(`${all.length} × ${name}`) : who(state, all[0]?.id ?? null)
    ),
  );
}

interface Rolled {
  readonly id: Id;
  readonly value: number | null;
  readonly tiebreak: number;
}

/** ", tie-break 14" where another row has the same initiative: that die decided. [INIT-2] */
function tieText(state: EncounterState, one: Rolled, all: readonly Rolled[]): string {
  const same = (value: number | null | undefined) => value != null && value === one.value;
  const tied = all.some((other) => other.id !== one.id && same(other.value)) ||
    state.order.some((id) => id !== one.id && same(initiativeOf(state, id)?.value));
  return tied && one.tiebreak > 0 ? `, tie-break ${one.tiebreak}` : "";
}

function addedText(
  state: EncounterState,
  { combatants, rolls }: EventOf<"CombatantsAdded">,
): string {
  const joined = `${kinds(state, combatants)} joined`;
  const [first] = rolls;
  const points = first && rolls.length === 1 && combatants.length === 1
    ? ` with ${first.roll.total} hit points${rolledText(first.roll)}`
    : first
    ? `. Hit points: ${
      rolls.map(({ id, roll }) => `${who(state, id)} ${roll.total}${rolledText(roll)}`).join(", ")
    }`
    : "";
  const placed = combatants.map(({ id, initiative }) => ({ id, ...initiative }));
  const ties = placed.flatMap((one) => {
    const text = tieText(state, one, placed);
    return text === "" ? [] : [`${who(state, one.id)} ${one.value}${text}`];
  });
  return `${joined}${points}${ties.length > 0 ? `. Initiative: ${ties.join("; ")}` : ""}`;
}

export const describeEncounter: { readonly [T in EventType]?: Describe<T> } = {
  EncounterCreated: (_, { name }) => `${strong(name)} was created`,
  EncounterRenamed: (_, { name, before }) => `${strong(before)} is now called ${strong(name)}`,
  EditionChanged: (_, { edition }) => `The rules of ${edition} hold now`,
  SettingsChanged: () => "The settings were changed",
  NotesChanged: () => "The notes were changed",
  CombatStarted: () => "The fight began",
  CombatEnded: () => "The fight ended",
  CombatResumed: () => "The fight goes on",
  CombatantsAdded: addedText,
  CombatantsRemoved: (_, { names }) => `${listed(names.map(strong))} left`,
  CombatantEdited: (state, { id, patch }) =>
    `${who(state, id)} was changed (${Object.keys(patch).join(", ")})`,
  HiddenChanged: (state, { ids, hidden }) =>
    `${everyone(state, ids)} ${hidden === false ? "revealed" : "hidden"}`,
  GroupFormed: (state, { group }) => {
    const members = group.memberIds.flatMap((id) => findCombatant(state, id) ?? []);
    const same = members.every(({ name }) => name === members[0]?.name);
    return `${strong(group.name)} act together${
      same ? "" : `: ${everyone(state, group.memberIds)}`
    }`;
  },
  GroupDissolved: (_, { name }) => `${strong(name)} act by themselves`,
  InitiativeSet: (state, { entries, how }) =>
    how === "cleared"
      ? `The initiative of ${everyone(state, entries.map(({ id }) => id))} was cleared`
      : `Initiative: ${
        entries.map((one) =>
          `${who(state, one.id)} ${one.value}${rolledText(one.roll)}${tieText(state, one, entries)}`
        ).join("; ")
      }`,
  EntryMoved: (state, { id, beforeId }) =>
    `${who(state, id)} moved ${
      beforeId === null ? "to the end" : `before ${who(state, beforeId)}`
    }`,
  RoundBegan: (_, { round }) => `Round ${round}`,
  TurnBegan: (state, { id }) => `${who(state, id)}'s turn`,
  MarkerMoved: (state, { id, round }) => `Back at ${who(state, id)}'s turn, round ${round}`,
  ActiveCleared: () => "Nobody is left to act",
  SurpriseChanged: (state, { ids, surprised }) =>
    `${everyone(state, ids)} ${surprised ? "surprised" : "no longer surprised"}`,
  TurnDelayed: (state, { id }) => `${who(state, id)} delays`,
  TurnResumed: (state, { id }) => `${who(state, id)} acts next`,
  ActionReadied: (state, { id, note }) => `${who(state, id)} readies: ${note}`,
  ReadiedCleared: (state, { id, used }) =>
    `${who(state, id)} ${used ? "uses" : "gives up"} the readied action`,
  AreaStarted: (state, { area: { label, damages, targets, save } }) =>
    `${label === "" ? "Area effect" : strong(label)}: ${
      damages.map(({ roll, type }) => `${roll.total}${type ? ` ${type}` : ""}${rolledText(roll)}`)
        .join(" + ") || "effect"
    } on ${everyone(state, targets.map(({ id }) => id))}${
      save ? `, DC ${save.dc} ${save.ability}` : ""
    }`,
  AreaOutcomeSet: (state, { target }) =>
    target.state === "overridden"
      ? `${who(state, target.id)}: ${
        target.outcome === "fail" ? "full" : target.outcome === "save" ? "half" : "no"
      } damage`
      : "",
  AreaApplied: (_, { label }) => `${label === "" ? "The area effect" : strong(label)} was applied`,
  AreaClosed: (_, { label, cause }) =>
    cause === "cancelled"
      ? `${label === "" ? "The area effect" : strong(label)} was cancelled`
      : "",
  // A question is no action: it stands in the tray, and what comes of it has its own line.
  Prompted: () => "",
  PromptClosed: (_, { how }) => how === "dismissed" ? "A prompt was dismissed" : "",
  SeatClaimed: (state, { seat }) => {
    const played = who(state, seat.combatantId);
    return played === strong(seat.player)
      ? `${played} is played on a phone`
      : `${seat.player} plays ${played}`;
  },
  SeatReleased: (_, { player }) => `${player} left the table`,
  SeatTrusted: (state, { seatId, trusted }) =>
    `${state.seats[seatId]?.player ?? "A seat"} is ${trusted ? "trusted" : "asked about again"}`,
  ProposalMade: (state, { proposal }) =>
    `${who(state, proposal.combatantId)} says: ${proposed(proposal)}`,
  ProposalAccepted: (state, { proposal, changed }) =>
    `${who(state, proposal.combatantId)}'s proposal ${changed ? "changed and " : ""}accepted (${
      proposed(proposal)
    })`,
  ProposalRejected: (state, { proposal, reason }) =>
    `${who(state, proposal.combatantId)}'s proposal refused (${proposed(proposal)})${
      reason === "" ? "" : `: ${reason}`
    }`,
  ClockPaused: () => "The clock was paused",
  ClockResumed: () => "The clock runs again",
  Undone: (_, { steps }) => `Undone: ${plural(steps.length, "step")}`,
  Redone: (_, { steps }) => `Done again: ${plural(steps.length, "step")}`,
};
