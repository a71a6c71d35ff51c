/** Commands of every type that fit (mostly) the state they meet. */
import type { CombatantPatch, Command, CommandType } from "../commands.ts";
import type { EncounterState } from "../state.ts";
import { ROLL_MODES, SAVE_OUTCOMES } from "../vocabulary.ts";
import type { Step } from "./step.ts";
import { addCharacter, addMonsters, addPlace, HIDING, startArea } from "./openings.ts";
import {
  answer,
  at,
  body,
  combatant,
  damage,
  effect,
  effectOf,
  group,
  idAt,
  type Make,
  row,
  several,
} from "./choices.ts";

const ACTIONS = ["bite", "breath", "roar", "tail-parry", "sweep", "shortbow"] as const;

const MAKERS: { readonly [T in CommandType]?: Make } = {
  RenameEncounter: () => ({ type: "RenameEncounter", name: "Another name" }),
  ChangeEdition: (_, { flag }) => ({ type: "ChangeEdition", edition: flag ? "2024" : "2014" }),
  ChangeSettings: (_, { a, flag }) => ({
    type: "ChangeSettings",
    settings: at(
      [
        { rerollEachRound: flag },
        { autoRollMonsters: flag },
        { deathSaves: flag },
        { monsterHitPoints: "roll" },
      ],
      a,
      { deathSaves: true },
    ),
  }),
  SetNotes: (_, { a }) => ({ type: "SetNotes", notes: `secret plan ${a}` }),
  StartCombat: () => ({ type: "StartCombat" }),
  EndCombat: () => ({ type: "EndCombat" }),
  ResumeCombat: () => ({ type: "ResumeCombat" }),
  RemoveCombatants: (state, step) => ({ type: "RemoveCombatants", ids: several(state, step) }),
  DuplicateCombatant: (state, { a }, number) => ({
    type: "DuplicateCombatant",
    id: combatant(state, a),
    newIds: [`copy${number}`],
  }),
  EditCombatant: (state, { a, b, flag }) => ({
    type: "EditCombatant",
    id: combatant(state, a),
    patch: at<CombatantPatch>(
      [{ inLair: flag }, { name: "Renamed" }, { kind: "npc" }, { resistances: ["fire"] }],
      b,
      { ac: 12 },
    ),
  }),
  SetHidden: (state, step) => ({
    type: "SetHidden",
    ids: several(state, step),
    hidden: at(HIDING, step.b, false),
  }),
  GroupCombatants: (state, step, number) => ({
    type: "GroupCombatants",
    group: {
      id: `g${number}`,
      name: "Band",
      memberIds: several(state, step),
      shared: step.flag,
    },
  }),
  SplitGroup: (state, { a, b, flag }, number) => {
    const groupId = group(state, a);
    const memberIds = state.groups[groupId]?.memberIds.slice(0, 1 + (b % 2)) ?? [];
    return { type: "SplitGroup", groupId, memberIds, ...(flag && { newGroupId: `s${number}` }) };
  },
  MergeGroups: (state) => ({
    type: "MergeGroups",
    groupIds: Object.keys(state.groups).slice(0, 2),
  }),
  Ungroup: (state, { a }) => ({ type: "Ungroup", groupId: group(state, a) }),
  RollInitiative: (state, step) => ({
    type: "RollInitiative",
    ...(step.flag && { ids: several(state, step) }),
    mode: at(ROLL_MODES, step.a, "normal"),
    passive: step.b % 4 === 0,
  }),
  SetInitiative: (state, { a, b, amount }) => ({
    type: "SetInitiative",
    id: row(state, a),
    value: b % 6 === 0 ? null : amount,
  }),
  MoveEntry: (state, { a, b, flag }) => ({
    type: "MoveEntry",
    id: row(state, a),
    beforeId: flag ? null : row(state, b),
  }),
  DelayTurn: (state) => ({ type: "DelayTurn", id: state.activeId ?? "nobody" }),
  ResumeTurn: (state, { a }) => {
    const waiting = Object.values(state.combatants).filter(({ delaying }) => delaying);
    const first = waiting[a % Math.max(1, waiting.length)];
    const id = first && state.order.includes(first.id) ? first.id : first?.groupId;
    return { type: "ResumeTurn", id: id ?? "none" };
  },
  ReadyAction: (state, { a }) => ({
    type: "ReadyAction",
    id: combatant(state, a),
    note: "when the door opens",
  }),
  ClearReadied: (state, { a }) => ({ type: "ClearReadied", id: combatant(state, a) }),
  SetSurprised: (state, step) => ({
    type: "SetSurprised",
    ids: several(state, step),
    surprised: step.flag,
  }),
  PreviousTurn: () => ({ type: "PreviousTurn" }),
  JumpToTurn: (state, { a }) => ({ type: "JumpToTurn", id: row(state, a) }),
  Heal: (state, step) => ({
    type: "Heal",
    ids: several(state, step),
    amount: step.flag ? step.amount : "2d4+2",
    ...(step.b % 2 === 0 && { sourceId: combatant(state, step.b) }),
  }),
  GrantTemporary: (state, step) => ({
    type: "GrantTemporary",
    ids: several(state, step),
    amount: step.amount,
  }),
  SetHitPoints: (state, { a, amount, flag }) => ({
    type: "SetHitPoints",
    id: combatant(state, a),
    hp: flag ? { current: amount } : { temp: amount },
  }),
  ChangeMaximum: (state, step) => ({
    type: "ChangeMaximum",
    ids: several(state, step),
    amount: step.flag ? step.amount : -step.amount,
  }),
  Defeat: (state, step) => ({ type: "Defeat", ids: several(state, step) }),
  Revive: (state, { a, amount }) => ({ type: "Revive", id: combatant(state, a), hp: amount }),
  Stabilise: (state, { a }) => ({ type: "Stabilise", id: combatant(state, a) }),
  RecordDeathSave: (state, { a, b, flag }) => ({
    type: "RecordDeathSave",
    id: combatant(state, a),
    ...(flag && { natural: 1 + (b % 20) }),
  }),
  SetDeathSaves: (state, { a, b }) => ({
    type: "SetDeathSaves",
    id: combatant(state, a),
    successes: b % 4,
    failures: a % 4,
  }),
  RollDice: () => ({ type: "RollDice", dice: "4d6kh3-1" }),
  RollCheck: (state, { a }) => ({
    type: "RollCheck",
    id: combatant(state, a),
    check: { kind: "skill", skill: "stealth" },
  }),
  RollAttack: (state, step) => ({
    type: "RollAttack",
    id: combatant(state, step.b),
    actionId: step.flag ? "bite" : "shortbow",
    targetIds: several(state, step),
    apply: true,
  }),
  UseAction: (state, { a, b }) => ({
    type: "UseAction",
    id: combatant(state, a),
    actionId: at(ACTIONS, b, "bite"),
  }),
  RestoreAction: (state, { a, b }) => ({
    type: "RestoreAction",
    id: combatant(state, a),
    actionId: at(ACTIONS, b, "bite"),
  }),
  SetAreaOutcome: (state, { a, b, flag }) => {
    const area = at(Object.values(state.areas), a, undefined);
    const targetId = idAt(area?.targets ?? [], b);
    const outcome = at(SAVE_OUTCOMES, b, "fail");
    return { type: "SetAreaOutcome", areaId: area?.id ?? "", targetId, ...(flag && { outcome }) };
  },
  ApplyArea: ({ areas }, { a }) => ({
    type: "ApplyArea",
    areaId: at(Object.keys(areas), a, "no-area"),
  }),
  CancelArea: ({ areas }, { a }) => ({
    type: "CancelArea",
    areaId: at(Object.keys(areas), a, "no-area"),
  }),
  EndEffects: (state, { a, b }) => {
    const id = combatant(state, a);
    return { type: "EndEffects", id, effectIds: [effectOf(state, id, b)] };
  },
  ChangeEffect: (state, { a, b, flag }) => {
    const id = combatant(state, a);
    const effectId = effectOf(state, id, b);
    return { type: "ChangeEffect", id, effectId, rounds: flag ? null : 1 + (b % 5) };
  },
  SetExhaustion: (state, { a, b }) => ({
    type: "SetExhaustion",
    id: combatant(state, a),
    level: b % 7,
  }),
  StartConcentration: (state, { a, b }) => ({
    type: "StartConcentration",
    id: combatant(state, a),
    name: "Bless",
    ...(b % 2 === 0 && { rounds: 1 + (b % 3) }),
  }),
  EndConcentration: (state, { a }) => ({ type: "EndConcentration", id: combatant(state, a) }),
  PlanLegendary: (state, { a, flag }) => ({
    type: "PlanLegendary",
    id: combatant(state, a),
    actionId: flag ? "sweep" : null,
  }),
  UseLegendaryResistance: (state, { a, flag }) => ({
    type: "UseLegendaryResistance",
    id: combatant(state, a),
    ...(flag && { areaId: at(Object.keys(state.areas), a, "none") }),
  }),
  SetLegendary: (state, { a, b }) => ({
    type: "SetLegendary",
    id: combatant(state, a),
    spent: b % 5,
  }),
  SetReaction: (state, { a, flag }) => ({
    type: "SetReaction",
    id: combatant(state, a),
    used: flag,
  }),
  SpendSlot: (state, { a, b }) => ({
    type: "SpendSlot",
    id: combatant(state, a),
    level: 1 + (b % 3),
  }),
  RestoreSlot: (state, { a, b }) => ({
    type: "RestoreSlot",
    id: combatant(state, a),
    level: 1 + (b % 3),
  }),
  DismissPrompt: ({ prompts }, { a }) => ({
    type: "DismissPrompt",
    promptId: idAt(prompts, a),
  }),
  AcceptProposal: (state, step) => ({
    type: "AcceptProposal",
    proposalId: idAt(state.proposals, step.a),
    ...(step.flag && { body: body(state, step) }),
  }),
  RejectProposal: ({ proposals }, { a }) => ({
    type: "RejectProposal",
    proposalId: idAt(proposals, a),
  }),
  ClaimSeat: (state, { a, b }) => ({
    type: "ClaimSeat",
    seatId: `seat${b % 4}`,
    combatantId: combatant(state, a),
    player: "Mina",
    device: `device${b % 3}`,
  }),
  ReleaseSeat: ({ seats }, { a }) => ({
    type: "ReleaseSeat",
    seatId: at(Object.keys(seats), a, "none"),
  }),
  TrustSeat: ({ seats }, { a, flag }) => ({
    type: "TrustSeat",
    seatId: at(Object.keys(seats), a, "none"),
    trusted: flag,
  }),
  BarDevice: ({ seats }, { a }) => ({
    type: "BarDevice",
    seatId: at(Object.keys(seats), a, "none"),
  }),
  AllowDevices: () => ({ type: "AllowDevices" }),
  PauseClock: () => ({ type: "PauseClock" }),
  ResumeClock: () => ({ type: "ResumeClock" }),
};

const applyDamage: Make = (state, step) => ({
  type: "ApplyDamage",
  targets: several(state, step).map((id, index) => ({
    id,
    outcome: at(SAVE_OUTCOMES, step.a + index, "fail"),
  })),
  damage: damage(step),
  ...(step.b % 2 === 0 && { sourceId: combatant(state, step.b) }),
  critical: step.flag,
  magical: step.a % 2 === 0,
});

const answerPrompt: Make = (state, step) => ({
  type: "AnswerPrompt",
  promptId: idAt(state.prompts, step.b),
  answer: answer(step),
});

const propose: Make = (state, step, number) => ({
  type: "Propose",
  proposalId: `p${number}`,
  seatId: at(Object.keys(state.seats), step.a, "none"),
  body: body(state, step),
});

const nextTurn: Make = () => ({ type: "NextTurn" });
const undo: Make = ({ version }, { a, b }) => ({
  type: "Undo",
  ...(a % 8 === 0 && { toVersion: Math.max(0, version - (b % 6)) }),
});
const redo: Make = () => ({ type: "Redo" });

/** What happens often in a fight stands here often. */
const FREQUENT: readonly Make[] = [
  addMonsters,
  addMonsters,
  addCharacter,
  addCharacter,
  addPlace,
  applyDamage,
  applyDamage,
  applyDamage,
  applyDamage,
  nextTurn,
  nextTurn,
  nextTurn,
  nextTurn,
  nextTurn,
  (state, step) => ({ type: "AddEffect", ids: several(state, step), effect: effect(state, step) }),
  (state, step) => ({ type: "AddEffect", ids: several(state, step), effect: effect(state, step) }),
  startArea,
  startArea,
  answerPrompt,
  answerPrompt,
  answerPrompt,
  propose,
  propose,
  undo,
  undo,
  undo,
  redo,
  redo,
];

const ALL: readonly Make[] = [...FREQUENT, ...FREQUENT, ...FREQUENT, ...Object.values(MAKERS)];

/** A command of one type, for fights that are about something. */
export function commandOf(
  type: CommandType,
  state: EncounterState,
  step: Step,
  number: number,
): Command {
  const make = type === "NextTurn"
    ? nextTurn
    : type === "AddCombatants"
    ? addMonsters
    : MAKERS[type] ?? nextTurn;
  return make(state, step, number);
}

/** What a script begins with, so that there is somebody to fight. */
const FIRST: readonly Make[] = [
  addCharacter,
  addMonsters,
  addCharacter,
  () => ({ type: "StartCombat" }),
];

/** The command that a step means in this state; `number` makes its ids new. */
export function commandFor(state: EncounterState, step: Step, number: number): Command {
  const make = FIRST[number - 2] ?? at(ALL, step.kind, nextTurn);
  return make(state, step, number);
}
