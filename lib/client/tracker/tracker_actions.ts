/** What stays on this screen: targets, cursor, hand, panes, sheets. */
import { CONDITIONS, DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";
import { type ActionTable, type Bench, step } from "./action_context.ts";
import {
  answerNext,
  creaturesOf,
  type Desk,
  escape,
  moveCursor,
  type PadMode,
  type Pane,
  pressDigit,
  type Sheet,
  targetFoes,
  toggleGroup,
  toggleTarget,
} from "./tracker_state.ts";
import { pickEffect, pressPad, takeEffect, takeLine, takePad } from "./pending_actions.ts";

const PANES: readonly Pane[] = ["order", "stat", "side", "log"];

function openSheet(sheet: Sheet) {
  return (bench: Bench, [id]: readonly string[]) =>
    step(bench, (desk) => ({ ...desk, sheet, sheetId: id ?? null }));
}

/** Opens the pad; with nobody targeted it is for the row under the cursor. */
function pad(mode: PadMode) {
  return (bench: Bench) =>
    step(bench, (desk, fight) => {
      const alone = desk.targets.length === 0 && desk.cursor !== null
        ? creaturesOf(fight, desk.cursor)
        : desk.targets;
      return takePad({ ...desk, targets: alone, sheet: null }, mode);
    });
}

function look(bench: Bench, [id]: readonly string[]): void {
  step(bench, (desk, fight) => ({
    ...desk,
    look: id === undefined || id === fight.activeId ? null : id,
    cursor: id ?? desk.cursor,
    pane: "stat",
  }));
}

/** Digits target; while a prompt has them they press its buttons. */
function digit(bench: Bench, [key = ""]: readonly string[]): void {
  const { answering } = bench.desk.peek();
  if (answering === null) return step(bench, (desk, fight) => pressDigit(desk, fight, key));
  bench.page.pressAnswer(answering, key === "0" ? 9 : Number(key) - 1);
}

function close(desk: Desk): Desk {
  return { ...desk, sheet: null, sheetId: null };
}

export const DESK_ACTIONS: ActionTable = {
  digit,
  target: (bench, [id = ""]) => step(bench, (desk, fight) => toggleTarget(desk, fight, id)),
  "target-foes": (bench) => step(bench, targetFoes),
  "target-cursor": (bench) =>
    step(bench, (desk, fight) => {
      const id = desk.cursor ?? fight.activeId;
      return id === null ? desk : toggleTarget(desk, fight, id);
    }),
  "open-group": (bench, [id = ""]) => step(bench, (desk, fight) => toggleGroup(desk, fight, id)),
  "cursor-down": (bench) => step(bench, (desk, fight) => moveCursor(desk, fight, 1)),
  "cursor-up": (bench) => step(bench, (desk, fight) => moveCursor(desk, fight, -1)),
  escape: (bench) => step(bench, (desk) => desk.sheet === null ? escape(desk) : close(desk)),
  "put-down": (bench) => step(bench, (desk) => ({ ...desk, hand: null })),
  look,
  "look-cursor": (bench) => look(bench, [bench.desk.peek().cursor ?? bench.fight.activeId ?? ""]),
  pane: (bench, [name]) => {
    const pane = PANES.find((one) => one === name);
    if (pane !== undefined) step(bench, (desk) => ({ ...desk, pane }));
  },
  log: (bench) => step(bench, (desk) => ({ ...desk, wholeLog: !desk.wholeLog, pane: "log" })),
  older: (bench) => bench.loadOlder(),
  damage: pad("damage"),
  heal: pad("heal"),
  temporary: pad("temporary"),
  effect: (bench) => step(bench, (desk) => takeEffect({ ...desk, sheet: null })),
  area: (bench) => step(bench, (desk) => takeLine(desk, "area")),
  roll: (bench) => step(bench, (desk) => takeLine(desk, "roll")),
  concentrate: (bench) => step(bench, (desk) => takeLine({ ...desk, sheet: null }, "concentrate")),
  "attack-line": (bench) => step(bench, (desk) => takeLine(desk, "attack-line")),
  "hit-points": (bench, [id = ""]) =>
    step(bench, (desk, fight) => takePad({ ...desk, targets: creaturesOf(fight, id) }, "damage")),
  "amount-digit": (bench, [key = ""]) => step(bench, (desk) => pressPad(desk, key)),
  "amount-back": (bench) => step(bench, (desk) => pressPad(desk, "back")),
  "amount-half": (bench) => step(bench, (desk) => pressPad(desk, "half")),
  critical: (bench) =>
    step(
      bench,
      (desk) =>
        desk.hand?.kind === "pad"
          ? { ...desk, hand: { ...desk.hand, critical: !desk.hand.critical } }
          : desk,
    ),
  "amount-type": (bench, [name]) => {
    const type = DAMAGE_TYPES.find((one) => one === name) ?? null;
    step(
      bench,
      (desk) => desk.hand?.kind === "pad" ? { ...desk, hand: { ...desk.hand, type } } : desk,
    );
  },
  "effect-pick": (bench, [name]) => {
    const condition = CONDITIONS.find((one) => one === name);
    if (condition !== undefined) step(bench, (desk) => pickEffect(desk, condition));
  },
  prompts: (bench) => step(bench, answerNext),
  close: (bench) => step(bench, close),
  keys: openSheet("keys"),
  palette: openSheet("palette"),
  share: openSheet("share"),
  settings: openSheet("settings"),
  add: openSheet("add"),
  menu: (bench, [id]) =>
    openSheet("menu")(bench, [id ?? bench.desk.peek().cursor ?? bench.fight.activeId ?? ""]),
  theme: (bench) => bench.page.toggleTheme(),
};
