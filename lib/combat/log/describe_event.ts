/** An event as a line for people. */
import { totalWords } from "../figures.ts";
import type { ConcentrationEnd, DamageRolled, EventOf, EventType, Hit, Life } from "../events.ts";
import { findCombatant, nameOf } from "../lookup.ts";
import { maximumHp } from "../maximum_hp.ts";
import { initiativeOf } from "../order.ts";
import type {
  Combatant,
  DiceRoll,
  EffectDuration,
  EncounterState,
  Id,
  Proposal,
} from "../state.ts";
import { levelText, plural } from "../text.ts";

export type Describe<T extends EventType> = (state: EncounterState, event: EventOf<T>) => string;

/** Around a name, so that it can be shown in bold; control characters cannot occur in names. */
const MARK = "\u0002";

/** Marks a name as one to be shown in bold. */
export function strong(name: string): string {
  return `${MARK}${name}${MARK}`;
}

/** A line cut at the marks: every second piece is strong. */
export function pieces(text: string): readonly string[] {
  return text.split(MARK);
}

/** Without the marks around names. */
export function clean(text: string): string {
  return text.replaceAll(MARK, "");
}

function who(state: EncounterState, id: Id | null): string {
  return strong(nameOf(state, id));
}

/** "Kestrel", "Kestrel and Wren", "Kestrel, Wren and 3 others". */
function everyone(state: EncounterState, ids: readonly Id[]): string {
  return listed(ids.map((id) => who(state, id)));
}

function listed(names: readonly string[]): string {
  const shown = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} others`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** "2d6+3 [5, 2]"; dice that do not count stand in brackets. */
function rollText({ text, dice, total, bonuses }: DiceRoll): string {
  const values = dice.map(({ value, kept }) => kept ? String(value) : `(${value})`);
  const shown = values.length > 0 ? `${text} [${values.join(", ")}]` : text;
  return bonuses === undefined ? shown : `${shown}, ${totalWords({ total, bonuses })}`;
}

/** " (2d6+3 [5, 2])", or nothing for a figure that was typed. */
function rolledText(roll: DiceRoll | null): string {
  return roll === null || roll.dice.length === 0 ? "" : ` (${rollText(roll)})`;
}

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
    `${who(state, id)} was changed (${
      Object.keys(patch).map((key) => key === "portrait" ? "picture" : key).join(", ")
    })`,
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
  DeviceBarred: (_, { player }) => `${player}'s device was put out`,
  DevicesAllowed: () => "Devices that were put out may join again",
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

const LIFE: Readonly<Record<Life, string>> = {
  up: "up",
  dying: "down and dying",
  stable: "down and stable",
  dead: "dead",
  defeated: "defeated",
};

const CONCENTRATION: Readonly<Record<ConcentrationEnd, string>> = {
  ended: "ends",
  failed: "loses",
  replaced: "gives up",
  incapacitated: "loses",
  down: "loses",
  left: "takes away",
};

function damageText(damages: readonly DamageRolled[]): string {
  return damages.map(({ amount, type, roll }) =>
    `${amount}${type ? ` ${type}` : ""}${rolledText(roll)}`
  ).join(" + ");
}

function hitText(state: EncounterState, hit: Hit): string {
  const { id, damage, traits, overridden, before, after, life } = hit;
  const notes = [
    hit.outcome === "save" ? "half" : hit.outcome === "none" ? "none" : "",
    ...traits.map(({ trait, type }) =>
      `${trait === "vulnerable" ? "vulnerable to" : trait} ${type}`
    ),
    overridden ? "set by hand" : "",
  ].filter((note) => note !== "");
  const why = notes.length > 0 ? ` (${notes.join(", ")})` : "";
  const fell = life === "up" ? "" : `, ${LIFE[life]}`;
  return `${who(state, id)} takes ${damage}${why}, ${levelText(before)} to ${
    levelText(after)
  }${fell}`;
}

function damageLine(state: EncounterState, event: EventOf<"DamageDealt">): string {
  const { sourceId, label, damages, critical, hits } = event;
  const source = [sourceId === null ? "" : who(state, sourceId), label].filter(Boolean).join(", ");
  const rolled = `${damageText(damages)} damage${critical ? ", critical" : ""}`;
  const struck = hits.map((hit) => hitText(state, hit)).join("; ");
  return `${source === "" ? "" : `${source}: `}${rolled}. ${struck}`;
}

function lasting(duration: EffectDuration): string {
  return duration.kind === "turns" ? ` for ${plural(duration.remaining, "round")}` : "";
}

function outcomeText(success: boolean): string {
  return success ? "success" : "failure";
}

export const describeBody: { readonly [T in EventType]?: Describe<T> } = {
  DamageDealt: damageLine,
  Healed: (state, { sourceId, roll, amount, heals }) =>
    `${sourceId === null ? "" : `${who(state, sourceId)}: `}${amount} healing${rolledText(roll)}. ${
      heals.map(({ id, before, after }) =>
        `${who(state, id)} ${levelText(before)} to ${levelText(after)}`
      ).join("; ")
    }`,
  TemporaryGranted: (state, { roll, amount, grants }) =>
    `${plural(amount, "temporary hit point")}${rolledText(roll)} for ${
      everyone(state, grants.map(({ id }) => id))
    }`,
  HitPointsSet: (state, { id, before, after }) =>
    `${who(state, id)}'s hit points set${before ? ` from ${levelText(before)}` : ""} to ${
      levelText(after)
    } of ${maximumHp(state, after, findCombatant(state, id)?.exhaustion ?? 0)}`,
  MaximumChanged: (state, { changes, amount }) =>
    `Maximum ${amount > 0 ? "+" : ""}${amount}: ${
      changes.map(({ id, before, after }) => `${who(state, id)} ${before} to ${after}`).join("; ")
    }`,
  LifeChanged: (state, { id, life, hp }) =>
    `${who(state, id)} is ${LIFE[life]}${life === "up" && hp !== null ? ` with ${hp}` : ""}`,
  DeathSaveRecorded: (state, { id, natural, roll, successes, failures, life }) => {
    const result = life === "dying"
      ? `${plural(successes, "success", "successes")}, ${plural(failures, "failure")}`
      : LIFE[life];
    return `${who(state, id)}'s death save: ${roll ? rollText(roll) : natural}, ${result}`;
  },
  DeathSavesSet: (state, { id, successes, failures, life }) =>
    `${who(state, id)}'s death saves set to ${successes} and ${failures}, ${LIFE[life]}`,
  EffectAdded: (state, { id, effect }) =>
    effect.impliedBy === null
      ? `${who(state, id)} is ${effect.name.toLowerCase()}${lasting(effect.duration)}`
      : "",
  EffectPrevented: (state, { id, condition }) => `${who(state, id)} cannot be ${condition}`,
  EffectsEnded: (state, { id, names, cause }) =>
    cause === "replaced" ? "" : `${listed(names)} ended on ${who(state, id)} (${cause})`,
  EffectChanged: (state, { id, name, duration, cause }) =>
    cause === "hand" ? `${name} on ${who(state, id)} lasts${lasting(duration) || " on"}` : "",
  ExhaustionSet: (state, { id, before, level }) =>
    `${who(state, id)}'s exhaustion ${before} to ${level}`,
  ConcentrationStarted: (state, { id, concentration }) =>
    `${who(state, id)} concentrates on ${concentration.name}`,
  ConcentrationEnded: (state, { id, name, cause, ended }) =>
    `${who(state, id)} ${CONCENTRATION[cause]} ${name}${
      ended.length > 0 ? `, ${plural(ended.length, "effect")} ended` : ""
    }`,
  DiceRolled: (state, { combatantId, label, roll }) =>
    `${combatantId === null ? "" : `${who(state, combatantId)}, `}${
      label === "" ? combatantId === null ? "Roll" : "roll" : label
    }: ${rollText(roll)} = ${roll.total}`,
  SaveRolled: (state, { id, label, ability, dc, roll, total, success }) =>
    `${who(state, id)}'s ${ability} save${label === "" ? "" : ` for ${label}`}: ${
      total === null ? "" : `${total}${rolledText(roll)} against `
    }DC ${dc}, ${outcomeText(success)}`,
  AttackRolled: (state, { id, action, targetId, roll, ac, outcome, damages }) =>
    `${who(state, id)}, ${action} against ${who(state, targetId)}: ${roll.total} (${
      rollText(roll)
    })${ac === null ? "" : ` against AC ${ac}`}, ${outcome}${
      damages.length > 0 ? `, ${damageText(damages)}` : ""
    }`,
  ActionUsed: (state, { id, name }) => `${who(state, id)} uses ${strong(name)}`,
  ActionRestored: (state, { id, name }) => `${who(state, id)} has ${strong(name)} again`,
  RechargeRolled: (state, { id, name, from, roll, success }) =>
    `${who(state, id)}'s ${name} ${success ? "recharged" : "stays spent"}${
      roll ? ` (${roll.total}, needs ${from})` : ""
    }`,
  LegendaryPlanned: (state, { id, plan }) =>
    plan ? `${who(state, id)} plans a legendary action` : `${who(state, id)} plans nothing`,
  LegendaryResistanceUsed: (state, { id }) => `${who(state, id)} uses a legendary resistance`,
  LegendarySet: (state, { id }) => `${who(state, id)}'s legendary uses were set`,
  ReactionSet: (state, { id, used }) =>
    `${who(state, id)}'s reaction ${used ? "used" : "ready again"}`,
  SlotSet: (state, { id, level, spent, max }) =>
    `${who(state, id)}: ${max - spent} of ${plural(max, "slot")} of level ${level} left`,
};
