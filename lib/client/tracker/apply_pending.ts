/** Enter: turns what is in hand into commands, or says what is missing. */
import type { Command } from "@/lib/combat/commands.ts";
import { entryOf, nameOf } from "@/lib/combat/lookup.ts";
import type { EffectDraft, EncounterState, Id } from "@/lib/combat/state.ts";
import { readAmount } from "./amount.ts";
import { readAreaLine, readEffectLine } from "./area_line.ts";
import { type Bench, step } from "./action_context.ts";
import { creaturesOf, type Desk, type Hand, subjects, targetFoes } from "./tracker_state.ts";
import { conditionsFor, failed, pickEffect } from "./pending_actions.ts";
import { damageInHand } from "./pending_view.ts";
import { useNth } from "./stat_block_actions.ts";

type PadHand = Extract<Hand, { kind: "pad" }>;
type LineHand = Extract<Hand, { kind: "line" }>;
type EffectHand = Extract<Hand, { kind: "effect" }>;

const NOBODY = "Choose a target first: press its number or tap its box.";

function fail(bench: Bench, message: string): void {
  step(bench, (desk) => failed(desk, message));
}

/** Hand down, targets and digits free again: ready for the next thing. */
function done(bench: Bench): void {
  step(bench, (desk) => ({
    ...desk,
    hand: null,
    targets: [],
    open: null,
    pane: desk.pane === "side" ? "order" : desk.pane,
  }));
}

/** Whoever acts, when it is one creature: what it does counts for it. */
export function actingId(fight: EncounterState): Id | undefined {
  if (fight.activeId === null) return undefined;
  const creature = fight.combatants[fight.activeId];
  return creature === undefined || creature.hp === null ? undefined : creature.id;
}

function padCommand(fight: EncounterState, desk: Desk, hand: PadHand): Command | string {
  const ids = subjects(desk, fight).filter((id) => fight.combatants[id]?.hp != null);
  if (ids.length === 0) return NOBODY;
  const typed = readAmount(hand.text);
  if (!typed.ok) return typed.message;
  const { amount } = typed;
  if (hand.mode === "heal") return { type: "Heal", ids, amount };
  if (hand.mode === "temporary") return { type: "GrantTemporary", ids, amount };
  const sourceId = hand.strike?.sourceId ?? actingId(fight);
  return {
    type: "ApplyDamage",
    targets: ids.map((id) => ({ id })),
    damage: damageInHand(hand),
    ...(sourceId === undefined || ids.includes(sourceId) ? {} : { sourceId }),
    ...(hand.strike === null ? {} : { label: hand.strike.label }),
    ...(hand.critical ? { critical: true } : {}),
  };
}

/** A player's request with the figure that the DM typed instead. */
function acceptChanged(fight: EncounterState, hand: PadHand): Command | string {
  const proposal = fight.proposals.find((one) => one.id === hand.proposalId);
  const typed = readAmount(hand.text);
  if (proposal === undefined) return "That request was answered already.";
  if (!typed.ok || typeof typed.amount !== "number") return "Write a whole number.";
  const { body } = proposal;
  if (body.kind !== "damage" && body.kind !== "heal" && body.kind !== "temporary") {
    return "That request has no figure to change.";
  }
  return {
    type: "AcceptProposal",
    proposalId: proposal.id,
    body: { ...body, amount: typed.amount },
  };
}

function applyPad(bench: Bench, hand: PadHand): void {
  const command = hand.proposalId === null
    ? padCommand(bench.fight, bench.desk.peek(), hand)
    : acceptChanged(bench.fight, hand);
  if (typeof command === "string") return fail(bench, command);
  if (bench.send(command)) done(bench);
}

function applyEffect(bench: Bench, hand: EffectHand): void {
  if (hand.chosen === null) {
    const name = conditionsFor(hand.text)[0] ?? hand.text.trim();
    if (hand.text.trim() === "") return fail(bench, "Write an effect, such as fri for Frightened.");
    return step(bench, (desk) => pickEffect(desk, name));
  }
  const ids = subjects(bench.desk.peek(), bench.fight);
  if (ids.length === 0) return fail(bench, NOBODY);
  const line = readEffectLine(hand.text);
  if (!line.ok) return fail(bench, line.message);
  const sourceId = actingId(bench.fight);
  const { condition, name } = hand.chosen;
  const effect: EffectDraft = {
    ...(condition === null ? { name } : { condition }),
    ...(line.rounds === null ? {} : { rounds: line.rounds }),
    ...(line.save === null ? {} : { save: { ...line.save, at: "end" as const } }),
    ...(sourceId === undefined ? {} : { sourceId }),
  };
  if (bench.send({ type: "AddEffect", ids, effect })) done(bench);
}

function applyArea(bench: Bench, areaId: Id): void {
  const area = bench.fight.areas[areaId];
  if (area === undefined) return done(bench);
  if (!area.targets.some((target) => target.outcome !== null && !target.settled)) {
    bench.say({
      text: "No save is known yet. Choose Fail or Save, or roll.",
      bad: true,
      undo: false,
    });
    return;
  }
  if (bench.send({ type: "ApplyArea", areaId })) done(bench);
}

function startArea(bench: Bench, text: string): void {
  const line = readAreaLine(text);
  if (!line.ok) return fail(bench, line.message);
  const desk = bench.desk.peek();
  const chosen = desk.targets.length > 0 ? desk : targetFoes(desk, bench.fight);
  if (chosen.targets.length === 0) return fail(bench, NOBODY);
  const areaId = bench.newId();
  const sourceId = actingId(bench.fight);
  const sent = bench.send({
    type: "StartArea",
    areaId,
    targetIds: chosen.targets,
    label: line.type === null ? "Area effect" : `${line.type} area`.replace(/^./, upper),
    damage: [{ amount: line.amount, ...(line.type === null ? {} : { type: line.type }) }],
    ...(line.save === null ? {} : { save: line.save }),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
  if (sent) step(bench, () => ({ ...chosen, hand: { kind: "area", areaId } }));
}

const upper = (letter: string) => letter.toUpperCase();

function concentrate(bench: Bench, text: string): Command | string {
  const id = subjects(bench.desk.peek(), bench.fight)[0];
  if (id === undefined) return NOBODY;
  const match = /^(.*?)(?:\s+(\d{1,3}))?$/.exec(text.trim());
  const name = match?.[1] ?? "";
  if (name !== "") {
    const rounds = match?.[2] === undefined ? {} : { rounds: Number(match[2]) };
    return { type: "StartConcentration", id, name, ...rounds };
  }
  return bench.fight.combatants[id]?.concentration == null
    ? "Write what it concentrates on, such as Bless 10."
    : { type: "EndConcentration", id };
}

function initiative(fight: EncounterState, id: Id, text: string): Command | string {
  if (text.trim() === "") return { type: "RollInitiative", ids: [id] };
  const value = Number(text.trim().replace("−", "-"));
  return Number.isInteger(value)
    ? { type: "SetInitiative", id: fight.groups[id] === undefined ? entryOf(fight, id) : id, value }
    : "Write a whole number, or nothing to roll.";
}

function lineCommand(bench: Bench, hand: LineHand): Command | string {
  const { fight } = bench;
  const text = hand.text.trim();
  switch (hand.line) {
    case "roll": {
      const typed = readAmount(text);
      return typed.ok ? { type: "RollDice", dice: String(typed.amount) } : typed.message;
    }
    case "concentrate":
      return concentrate(bench, text);
    case "initiative":
      return hand.id === null ? NOBODY : initiative(fight, hand.id, text);
    case "ready": {
      if (hand.id === null) return NOBODY;
      if (text === "") return "Write what it waits for, such as shoots at the door.";
      return { type: "ReadyAction", id: creaturesOf(fight, hand.id)[0] ?? hand.id, note: text };
    }
    case "name":
      return text === "" ? "Write a name." : { type: "RenameEncounter", name: text };
    default:
      return `${nameOf(fight, hand.id)} cannot do that.`;
  }
}

function applyLine(bench: Bench, hand: LineHand): void {
  if (hand.line === "area") return startArea(bench, hand.text);
  if (hand.line === "attack-line") return useNth(bench, Number(hand.text.trim()));
  const command = lineCommand(bench, hand);
  if (typeof command === "string") return fail(bench, command);
  if (bench.send(command)) done(bench);
}

/** Carries out what is in hand. */
export function apply(bench: Bench): void {
  const { hand } = bench.desk.peek();
  switch (hand?.kind) {
    case "pad":
      return applyPad(bench, hand);
    case "effect":
      return applyEffect(bench, hand);
    case "line":
      return applyLine(bench, hand);
    case "area":
      return applyArea(bench, hand.areaId);
  }
}
