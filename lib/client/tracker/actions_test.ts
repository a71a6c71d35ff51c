/** Every action does what it says: one row a name, held complete by the compiler. */
import assert from "node:assert/strict";
import { SAMPLE_ENCOUNTER } from "@/components/encounter/testing/sample_encounter.ts";
import type { ActionName, ActionOf, TrackerAction } from "@/lib/actions/tracker_action.ts";
import { actionOfKey, KEY_ACTIONS } from "./keys.ts";
import { openTestTracker, type TrackerUnderTest } from "./testing/open_tracker.ts";

interface Row<Name extends ActionName> {
  /** What was done before. */
  readonly after?: readonly TrackerAction[];
  readonly action: ActionOf<Name>;
  readonly sees: (under: TrackerUnderTest) => unknown;
  readonly expected: unknown;
}

type Table = { readonly [Name in ActionName]: Row<Name> };

const encounter = ({ tracker }: TrackerUnderTest) => tracker.encounter.value;
const state = ({ tracker }: TrackerUnderTest) => tracker.trackerState.value;
const of = (under: TrackerUnderTest, id: string) => encounter(under).combatants[id];
const pendingKind = (under: TrackerUnderTest) => {
  const { pending } = state(under);
  return pending?.kind === "line" ? pending.line : pending?.kind === "pad" ? pending.mode : pending;
};
const toast = ({ tracker }: TrackerUnderTest) => tracker.toast.value?.text;
const asked = (under: TrackerUnderTest) => under.asked;
const dialog = (under: TrackerUnderTest) => [state(under).dialog, state(under).dialogId];
const areas = (under: TrackerUnderTest) => Object.values(encounter(under).areas);
const events = ({ tracker }: TrackerUnderTest) =>
  tracker.log.value.at(-1)?.events.map(({ type }) => type);

const BREATH = { do: "use", id: "dragon", actionId: "fire-breath" } as const;
const targeted = (id: string) => ({ do: "target", id }) as const;
/** The id that `newId` will have given cannot be known: areas are found by their label. */
const withArea = (make: (areaId: string) => TrackerAction) => (under: TrackerUnderTest) => {
  const [area] = areas(under);
  assert.ok(area);
  under.tracker.run(make(area.id));
  return areas(under).map(({ id, targets }) => [id === area.id, targets.map((one) => one.outcome)]);
};

const TABLE: Table = {
  next: { action: { do: "next" }, sees: (t) => encounter(t).activeId, expected: "goblins" },
  start: { action: { do: "start" }, sees: (t) => encounter(t).activeId, expected: "goblins" },
  previous: {
    after: [{ do: "next" }],
    action: { do: "previous" },
    sees: (t) => encounter(t).activeId,
    expected: "dragon",
  },
  undo: {
    after: [{ do: "next" }],
    action: { do: "undo" },
    sees: (t) => encounter(t).activeId,
    expected: "dragon",
  },
  "undo-to": {
    after: [{ do: "next" }, { do: "next" }],
    action: { do: "undo-to", version: 2 },
    sees: (t) => encounter(t).activeId,
    expected: "dragon",
  },
  redo: {
    after: [{ do: "next" }, { do: "undo" }],
    action: { do: "redo" },
    sees: (t) => encounter(t).activeId,
    expected: "goblins",
  },
  pause: { action: { do: "pause" }, sees: (t) => encounter(t).clock.paused, expected: true },
  "end-fight": { action: { do: "end-fight" }, sees: (t) => encounter(t).status, expected: "ended" },
  "resume-fight": {
    after: [{ do: "end-fight" }],
    action: { do: "resume-fight" },
    sees: (t) => encounter(t).status,
    expected: "running",
  },
  jump: {
    action: { do: "jump", id: "wren" },
    sees: (t) => encounter(t).activeId,
    expected: "wren",
  },
  move: {
    action: { do: "move", id: "wren", beforeId: "bram" },
    sees: (t) => encounter(t).order.slice(5, 7),
    expected: ["wren", "bram"],
  },
  "move-up": {
    action: { do: "move-up", id: "bram" },
    sees: (t) => encounter(t).order.slice(4, 6),
    expected: ["bram", "goblins"],
  },
  "move-down": {
    action: { do: "move-down", id: "bram" },
    sees: (t) => encounter(t).order.slice(5, 7),
    expected: ["cultists", "bram"],
  },
  delay: {
    action: { do: "delay", id: null },
    sees: (t) => of(t, "dragon")?.delaying,
    expected: true,
  },
  initiative: {
    action: { do: "initiative", id: "wren" },
    sees: pendingKind,
    expected: "initiative",
  },
  ready: { action: { do: "ready", id: "bram" }, sees: pendingKind, expected: "ready" },
  reveal: {
    action: { do: "reveal", id: "cultists" },
    sees: (t) => of(t, "cultist-2")?.hidden,
    expected: false,
  },
  defeat: {
    action: { do: "defeat", id: "goblin-1" },
    sees: (t) => [of(t, "goblin-1")?.life, toast(t)],
    expected: ["defeated", "Goblin 1 defeated."],
  },
  revive: {
    action: { do: "revive", id: "goblin-5" },
    sees: (t) => [of(t, "goblin-5")?.life, of(t, "goblin-5")?.hp?.current],
    expected: ["up", 1],
  },
  remove: {
    action: { do: "remove", id: "cultists" },
    sees: (t) => [encounter(t).order.includes("cultists"), toast(t)],
    expected: [false, "Cultists left the fight."],
  },
  duplicate: {
    action: { do: "duplicate", id: "dragon" },
    sees: (t) =>
      Object.values(encounter(t).combatants).filter(({ blockId }) => blockId !== null).length,
    expected: 2,
  },
  ungroup: {
    action: { do: "ungroup", id: "cultists" },
    sees: (t) => encounter(t).order.includes("cultist-1"),
    expected: true,
  },
  digit: {
    action: { do: "digit", key: "1" },
    sees: (t) => state(t).targets,
    expected: ["kestrel"],
  },
  target: { action: targeted("bram"), sees: (t) => state(t).targets, expected: ["bram"] },
  "target-foes": {
    action: { do: "target-foes" },
    sees: (t) => state(t).targets.length,
    expected: 4,
  },
  "target-cursor": {
    action: { do: "target-cursor" },
    sees: (t) => state(t).targets,
    expected: ["dragon"],
  },
  "open-group": {
    action: { do: "open-group", id: "goblins" },
    sees: (t) => state(t).open,
    expected: "goblins",
  },
  "cursor-down": {
    action: { do: "cursor-down" },
    sees: (t) => state(t).cursor,
    expected: "goblins",
  },
  "cursor-up": { action: { do: "cursor-up" }, sees: (t) => state(t).cursor, expected: "orsolya" },
  escape: {
    after: [targeted("bram")],
    action: { do: "escape" },
    sees: (t) => state(t).targets,
    expected: [],
  },
  look: {
    action: { do: "look", id: "wren" },
    sees: (t) => [state(t).look, state(t).pane],
    expected: ["wren", "stat"],
  },
  "look-cursor": {
    after: [{ do: "cursor-down" }],
    action: { do: "look-cursor" },
    sees: (t) => state(t).look,
    expected: "goblins",
  },
  pane: { action: { do: "pane", pane: "side" }, sees: (t) => state(t).pane, expected: "side" },
  log: {
    action: { do: "log" },
    sees: (t) => [state(t).wholeLog, state(t).pane],
    expected: [true, "log"],
  },
  older: { action: { do: "older" }, sees: ({ tracker }) => tracker.hasOlder(), expected: false },
  damage: { action: { do: "damage" }, sees: pendingKind, expected: "damage" },
  heal: { action: { do: "heal" }, sees: pendingKind, expected: "heal" },
  temporary: { action: { do: "temporary" }, sees: pendingKind, expected: "temporary" },
  effect: { action: { do: "effect" }, sees: (t) => state(t).pending?.kind, expected: "effect" },
  area: { action: { do: "area" }, sees: pendingKind, expected: "area" },
  roll: { action: { do: "roll" }, sees: pendingKind, expected: "roll" },
  concentrate: { action: { do: "concentrate" }, sees: pendingKind, expected: "concentrate" },
  "attack-line": { action: { do: "attack-line" }, sees: pendingKind, expected: "attack-line" },
  "hit-points": {
    action: { do: "hit-points", id: "bram" },
    sees: (t) => [pendingKind(t), state(t).targets],
    expected: ["damage", ["bram"]],
  },
  "amount-digit": {
    after: [{ do: "damage" }],
    action: { do: "amount-digit", digit: "7" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "pad" && pending.text;
    },
    expected: "7",
  },
  "amount-back": {
    after: [{ do: "damage" }, { do: "amount-digit", digit: "7" }],
    action: { do: "amount-back" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "pad" && pending.text;
    },
    expected: "",
  },
  "amount-half": {
    after: [{ do: "damage" }, { do: "amount-digit", digit: "9" }],
    action: { do: "amount-half" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "pad" && pending.text;
    },
    expected: "4",
  },
  "amount-type": {
    after: [{ do: "damage" }],
    action: { do: "amount-type", type: "fire" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "pad" && pending.type;
    },
    expected: "fire",
  },
  critical: {
    after: [{ do: "damage" }],
    action: { do: "critical" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "pad" && pending.critical;
    },
    expected: true,
  },
  "effect-pick": {
    after: [{ do: "effect" }],
    action: { do: "effect-pick", name: "prone" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "effect" && pending.chosen?.condition;
    },
    expected: "prone",
  },
  "effect-word": {
    after: [{ do: "effect" }, { do: "effect-pick", name: "Bless" }],
    action: { do: "effect-word", word: "mine" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "effect" && pending.text;
    },
    expected: "mine",
  },
  "put-down": {
    after: [{ do: "damage" }],
    action: { do: "put-down" },
    sees: (t) => state(t).pending,
    expected: null,
  },
  apply: {
    after: [targeted("bram"), { do: "damage" }, { do: "amount-digit", digit: "7" }],
    action: { do: "apply" },
    sees: (t) => of(t, "bram")?.hp?.current,
    expected: 90,
  },
  "take-area": {
    action: { do: "take-area", areaId: "a1" },
    sees: (t) => [state(t).pending, state(t).pane],
    expected: [{ kind: "area", areaId: "a1" }, "side"],
  },
  "cancel-area": {
    after: [targeted("bram"), BREATH],
    action: { do: "cancel-area", areaId: "none" },
    sees: withArea((areaId) => ({ do: "cancel-area", areaId })),
    expected: [],
  },
  "area-roll": {
    after: [targeted("bram"), BREATH],
    action: { do: "area-roll", areaId: "none", targetId: "bram" },
    sees: (t) => {
      withArea((areaId) => ({ do: "area-roll", areaId, targetId: "bram" }))(t);
      return areas(t)[0]?.targets[0]?.outcome !== null;
    },
    expected: true,
  },
  "area-outcome": {
    after: [targeted("bram"), BREATH],
    action: { do: "area-outcome", areaId: "none", targetId: "bram", outcome: "save" },
    sees: withArea((areaId) => ({
      do: "area-outcome",
      areaId,
      targetId: "bram",
      outcome: "save",
    })),
    expected: [[true, ["save"]]],
  },
  reroll: {
    after: [targeted("bram"), BREATH],
    action: { do: "reroll", areaId: "none" },
    sees: (t) => {
      const result = withArea((areaId) => ({ do: "reroll", areaId }))(t);
      return [result.length, result[0]?.[0]];
    },
    expected: [1, false],
  },
  attack: {
    after: [targeted("bram")],
    action: { do: "attack", id: "dragon", actionId: "bite" },
    sees: (t) => events(t)?.[0],
    expected: "AttackRolled",
  },
  "damage-roll": {
    after: [targeted("bram")],
    action: { do: "damage-roll", id: "dragon", actionId: "bite" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "pad" && pending.damageRoll?.rolls.map(({ type }) => type);
    },
    expected: ["piercing", "fire"],
  },
  use: {
    after: [targeted("bram")],
    action: BREATH,
    sees: (t) => [areas(t)[0]?.label, of(t, "dragon")?.spentRecharge],
    expected: ["Fire Breath", ["fire-breath"]],
  },
  restore: {
    after: [targeted("bram"), BREATH],
    action: { do: "restore", id: "dragon", actionId: "fire-breath" },
    sees: (t) => of(t, "dragon")?.spentRecharge,
    expected: [],
  },
  check: {
    action: { do: "check", id: "bram", ability: "str" },
    sees: (t) => events(t)?.[0],
    expected: "DiceRolled",
  },
  save: {
    action: { do: "save", id: "bram", ability: "str" },
    sees: (t) => events(t)?.[0],
    expected: "DiceRolled",
  },
  reaction: {
    action: { do: "reaction", id: "dragon" },
    sees: (t) => of(t, "dragon")?.reactionUsed,
    expected: true,
  },
  slot: {
    action: { do: "slot", id: "bram", level: 1 },
    sees: (t) => toast(t) !== undefined,
    expected: true,
  },
  "legendary-resistance": {
    action: { do: "legendary-resistance", id: "dragon" },
    sees: (t) => of(t, "dragon")?.legendaryResistance?.spent,
    expected: 2,
  },
  stabilise: {
    after: [{ do: "defeat", id: "dragon" }],
    action: { do: "stabilise", id: "dragon" },
    sees: (t) => of(t, "dragon")?.life,
    expected: "stable",
  },
  "end-effect": {
    action: { do: "end-effect", id: "wren", effectId: "grip" },
    sees: (t) => of(t, "wren")?.effects.map(({ id }) => id),
    expected: ["fright"],
  },
  "end-concentration": {
    action: { do: "end-concentration", id: "orsolya" },
    sees: (t) => of(t, "orsolya")?.concentration,
    expected: null,
  },
  prompts: { action: { do: "prompts" }, sees: (t) => state(t).answering, expected: "p1" },
  "answer-roll": {
    action: { do: "answer-roll", promptId: "p1" },
    sees: (t) => encounter(t).prompts.some(({ id }) => id === "p1"),
    expected: false,
  },
  "answer-outcome": {
    action: { do: "answer-outcome", promptId: "p1", success: false },
    sees: (t) => of(t, "orsolya")?.concentration,
    expected: null,
  },
  "answer-total": {
    action: { do: "answer-total", promptId: "p1", total: 1 },
    sees: (t) => of(t, "orsolya")?.concentration,
    expected: null,
  },
  "answer-action": {
    action: { do: "answer-action", promptId: "p2", actionId: "detect" },
    sees: (t) => of(t, "dragon")?.legendary?.spent,
    expected: 1,
  },
  dismiss: {
    action: { do: "dismiss", promptId: "p1" },
    sees: (t) => encounter(t).prompts.map(({ id }) => id),
    expected: ["p2"],
  },
  accept: {
    action: { do: "accept", proposalId: "q1" },
    sees: (t) => of(t, "kestrel")?.hp?.current,
    expected: 59,
  },
  change: {
    action: { do: "change", proposalId: "q1" },
    sees: (t) => {
      const { pending } = state(t);
      return pending?.kind === "pad" && [pending.text, pending.proposalId];
    },
    expected: ["12", "q1"],
  },
  reject: {
    action: { do: "reject", proposalId: "q1" },
    sees: (t) => encounter(t).proposals,
    expected: [],
  },
  close: {
    after: [{ do: "share" }],
    action: { do: "close" },
    sees: dialog,
    expected: [null, null],
  },
  "close-toast": {
    after: [{ do: "defeat", id: "goblin-1" }],
    action: { do: "close-toast" },
    sees: toast,
    expected: undefined,
  },
  keys: { action: { do: "keys" }, sees: dialog, expected: ["keys", null] },
  palette: { action: { do: "palette" }, sees: dialog, expected: ["palette", null] },
  share: { action: { do: "share" }, sees: dialog, expected: ["share", null] },
  settings: { action: { do: "settings" }, sees: dialog, expected: ["settings", null] },
  add: { action: { do: "add" }, sees: dialog, expected: ["add", null] },
  picture: {
    action: { do: "picture", id: "dragon" },
    sees: dialog,
    expected: ["picture", "dragon"],
  },
  menu: { action: { do: "menu", id: null }, sees: dialog, expected: ["menu", "dragon"] },
  theme: { action: { do: "theme" }, sees: asked, expected: ["toggle theme"] },
  "add-pick": {
    action: { do: "add-pick", slug: "nobody" },
    sees: async (t) => {
      await Promise.resolve();
      await Promise.resolve();
      return toast(t);
    },
    expected: "That creature could not be loaded. Try again.",
  },
  "add-custom": {
    after: [{ do: "add" }],
    action: { do: "add-custom" },
    sees: (t) => {
      t.dialogs.type(t.tracker.context, "Cook 9 hp");
      t.tracker.run({ do: "add-custom" });
      return Object.values(encounter(t).combatants).some(({ name }) => name.startsWith("Cook"));
    },
    expected: true,
  },
  command: {
    after: [{ do: "palette" }],
    action: { do: "command", name: "end-fight" },
    sees: (t) => [encounter(t).status, state(t).dialog],
    expected: ["ended", null],
  },
  rebind: {
    action: { do: "rebind", name: "next" },
    sees: ({ dialogs }) => dialogs.state.value.rebinding,
    expected: "next",
  },
  "keys-off": {
    action: { do: "keys-off" },
    sees: ({ dialogs }) => dialogs.state.value.choices.off,
    expected: true,
  },
  "keys-reset": {
    after: [{ do: "keys-off" }],
    action: { do: "keys-reset" },
    sees: ({ dialogs }) => dialogs.state.value.choices.off,
    expected: false,
  },
  "new-code": { action: { do: "new-code" }, sees: asked, expected: ["new code"] },
  "copy-link": {
    action: { do: "copy-link", link: "https://tracker.test/play/abcd1234" },
    sees: asked,
    expected: ["copy https://tracker.test/play/abcd1234"],
  },
  "table-display": {
    action: { do: "table-display" },
    sees: asked,
    expected: ["open /play/abcd1234?display=table"],
  },
  "view-as-player": {
    action: { do: "view-as-player" },
    sees: asked,
    expected: ["open /play/abcd1234"],
  },
  "all-fights": { action: { do: "all-fights" }, sees: asked, expected: ["go /encounters"] },
  builder: { action: { do: "builder" }, sees: asked, expected: ["go /encounters/causeway/build"] },
  recap: { action: { do: "recap" }, sees: asked, expected: ["go /encounters/causeway/summary"] },
  rename: { action: { do: "rename" }, sees: pendingKind, expected: "name" },
  "roll-initiative": {
    // Everybody has initiative here: the engine says so.
    action: { do: "roll-initiative" },
    sees: (t) => [events(t), toast(t)],
    expected: [undefined, "Everybody has an initiative: choose who rolls again."],
  },
  "set-hit-points-shown": {
    action: { do: "set-hit-points-shown", setting: "monsterHp", how: "hidden" },
    sees: (t) => encounter(t).settings.monsterHp,
    expected: "hidden",
  },
  "set-switch": {
    action: { do: "set-switch", setting: "deathSaves", on: false },
    sees: (t) => encounter(t).settings.deathSaves,
    expected: false,
  },
  edition: {
    action: { do: "edition", edition: "2024" },
    sees: (t) =>
      [encounter(t).edition, toast(t) !== undefined].includes("2024") ||
      toast(t) !== undefined,
    expected: true,
  },
  trust: {
    action: { do: "trust", seatId: "s1" },
    sees: (t) => encounter(t).seats["s1"]?.trusted,
    expected: true,
  },
  figures: {
    action: { do: "figures", id: "dragon" },
    sees: (t) => [state(t).dialog, state(t).dialogId],
    expected: ["figures", "dragon"],
  },
  release: {
    action: { do: "release", seatId: "s1" },
    sees: (t) => Object.keys(encounter(t).seats),
    expected: [],
  },
  "put-out": {
    action: { do: "put-out", seatId: "s1" },
    sees: (t) => [Object.keys(encounter(t).seats), encounter(t).barredDevices],
    expected: [[], ["device-of-s1"]],
  },
  "allow-devices": {
    after: [{ do: "put-out", seatId: "s1" }],
    action: { do: "allow-devices" },
    sees: (t) => encounter(t).barredDevices,
    expected: [],
  },
};

for (const [name, row] of Object.entries(TABLE)) {
  Deno.test(`action ${name}`, async () => {
    const under = openTestTracker({ ...SAMPLE_ENCOUNTER, version: 1 });
    for (const before of row.after ?? []) under.tracker.run(before);
    under.tracker.run(row.action);
    assert.deepEqual(await row.sees(under), row.expected);
    under.tracker.close();
  });
}

Deno.test("every key has an action", () => {
  for (const { id } of KEY_ACTIONS) assert.equal(actionOfKey(id, "1")?.do, id);
});
