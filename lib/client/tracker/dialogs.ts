/** The sheets over the fight: keys, commands, sharing, adding. None of it is part of a turn. */
import { batch, type Signal, signal } from "@preact/signals";
import {
  DEFAULT_CHOICES,
  KEY_ACTIONS,
  type KeyAction,
  type KeyChoices,
  type KeyPress,
  keysOf,
  readChoices,
  rebind,
} from "@/lib/client/tracker/keys.ts";
import type { CombatantDraft } from "@/lib/combat/commands.ts";
import { pluralName } from "@/lib/combat/plural_name.ts";
import type { Settings } from "@/lib/combat/state.ts";
import { EDITIONS, HP_DISPLAYS } from "@/lib/combat/vocabulary.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";
import type { ActionTable, Bench } from "./action_context.ts";
import { takeLine } from "./pending_actions.ts";
import type { FoundCreature, Library } from "./creature_loader.ts";

export interface SheetState {
  readonly text: string;
  /** Place of the chosen line. */
  readonly at: number;
  readonly found: readonly FoundCreature[];
  readonly searching: boolean;
  readonly rebinding: KeyAction | null;
  readonly choices: KeyChoices;
}

const CLOSED = { text: "", at: 0, found: [], searching: false, rebinding: null } as const;

/** Where a person's choices are kept; missing in a browser that forbids it. */
export interface Keep {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

export interface SheetTools {
  readonly keep: Keep;
  readonly library: Library;
  /** Join code of the fight; made anew by the server. */
  readonly code: Signal<string | null>;
  newCode(): Promise<string | null>;
  copy(text: string): Promise<boolean>;
  /** Runs another action by its name. */
  run(action: string): void;
}

export interface Sheets {
  readonly state: Signal<SheetState>;
  readonly actions: ActionTable;
  type(bench: Bench, text: string): void;
  /** Takes a key while a sheet is open; true when it was ours. */
  key(bench: Bench, press: KeyPress): boolean;
  /** Forgets what was typed. */
  clear(): void;
}

/** Rows for the sheet of keys and the palette. */
export function keyRows(choices: KeyChoices) {
  return KEY_ACTIONS.map(({ id, label }) => ({ id, label, keys: keysOf(id, choices) }));
}

function settingOf(name: string, value: string): Partial<Settings> | null {
  if (name === "partyHp" || name === "monsterHp") {
    const how = HP_DISPLAYS.find((one) => one === value);
    return how === undefined ? null : { [name]: how };
  }
  const on = value === "on";
  switch (name) {
    case "autoRollMonsters":
    case "deathSaves":
    case "showMonsterAc":
    case "showTimerToPlayers":
    case "showCodeOnTable":
    case "rerollEachRound":
      return { [name]: on };
    default:
      return null;
  }
}

/** Puts a creature that is in no book into the fight, with the figures that were typed. */
function addCustom(bench: Bench, text: string): boolean {
  const line = readAddLine(text);
  if (line.name === "") return false;
  const combatants = Array.from({ length: line.count }, (): CombatantDraft => ({
    id: bench.newId(),
    kind: "custom",
    name: line.name,
    side: "foe",
    hp: { max: line.hp ?? 10 },
    ac: line.ac ?? 12,
    initiativeModifier: line.initiative ?? 0,
  }));
  return bench.send({
    type: "AddCombatants",
    combatants,
    ...groupOf(bench, line.name, combatants),
  });
}

/** Two or more of a kind act together. */
export function groupOf(bench: Bench, name: string, combatants: readonly CombatantDraft[]) {
  if (combatants.length < 2) return {};
  const memberIds = combatants.map((one) => one.id);
  return { groups: [{ id: bench.newId(), name: pluralName(name), memberIds, shared: true }] };
}

export function openSheets(tools: SheetTools): Sheets {
  const kept = readChoices(tools.keep.get("keys"));
  const state = signal<SheetState>({ ...CLOSED, choices: kept });
  let asked = 0;

  const set = (patch: Partial<SheetState>) => (state.value = { ...state.peek(), ...patch });
  const choose = (choices: KeyChoices) => {
    tools.keep.set("keys", JSON.stringify(choices));
    set({ choices, rebinding: null });
  };
  const close = (bench: Bench) => (bench.desk.value = { ...bench.desk.peek(), sheet: null });

  async function pick(bench: Bench, slug: string): Promise<void> {
    const line = readAddLine(state.peek().text);
    const block = await tools.library.block(slug);
    if (block === null) {
      bench.say({ text: "That creature could not be loaded. Try again.", bad: true, undo: false });
      return;
    }
    batch(() => {
      const combatants = Array.from({ length: line.count }, (): CombatantDraft => ({
        id: bench.newId(),
        kind: "monster",
        name: block.name,
        side: "foe",
        blockId: block.id,
        ...(line.hp === undefined ? {} : { hp: { max: line.hp } }),
        ...(line.ac === undefined ? {} : { ac: line.ac }),
        ...(line.initiative === undefined ? {} : { initiativeModifier: line.initiative }),
      }));
      const blocks = bench.fight.blocks[block.id] === undefined ? { blocks: [block] } : {};
      const groups = groupOf(bench, block.name, combatants);
      if (bench.send({ type: "AddCombatants", combatants, ...blocks, ...groups })) {
        const count = line.count > 1 ? `${line.count} × ` : "";
        bench.say({ text: `${count}${block.name} added.`, bad: false, undo: true });
        close(bench);
      }
    });
  }

  async function search(bench: Bench, text: string): Promise<void> {
    const { name } = readAddLine(text);
    const mine = ++asked;
    if (name === "") return void set({ found: [], searching: false });
    set({ searching: true });
    const found = await tools.library.find(name, bench.fight.edition);
    // A slower answer to an older question is of no use any more.
    if (mine === asked) set({ found, at: 0, searching: false });
  }

  function custom(bench: Bench): void {
    if (addCustom(bench, state.peek().text)) close(bench);
  }

  function enter(bench: Bench, sheet: string): void {
    const { found, at } = state.peek();
    if (sheet === "add") {
      const chosen = found[at];
      if (chosen === undefined) custom(bench);
      else void pick(bench, chosen.slug);
      return;
    }
    const row = document.querySelector<HTMLElement>(".palette [data-on] button");
    row?.click();
  }

  /** What players see, in a tab of its own; a fight without a code gets one first. */
  async function preview(bench: Bench): Promise<void> {
    const code = tools.code.peek() ?? await tools.newCode();
    if (code === null) {
      bench.say({ text: "No code could be made. Try again.", bad: true, undo: false });
      return;
    }
    tools.code.value = code;
    bench.page.open(`/play/${code}`);
  }

  const actions: ActionTable = {
    "add-pick": (bench, [slug = ""]) => void pick(bench, slug),
    "add-custom": custom,
    command: (bench, [id = ""]) => {
      close(bench);
      tools.run(id);
    },
    rebind: (_bench, [id]) => {
      const action = KEY_ACTIONS.find((one) => one.id === id);
      if (action !== undefined) set({ rebinding: action.id });
    },
    "keys-off": () => {
      const { choices } = state.peek();
      choose({ ...choices, off: !choices.off });
    },
    "keys-reset": () => choose(DEFAULT_CHOICES),
    "new-code": (bench) =>
      void tools.newCode().then((code) => {
        if (code !== null) tools.code.value = code;
        else bench.say({ text: "No code could be made. Try again.", bad: true, undo: false });
      }),
    "copy-link": (bench, [link = ""]) =>
      void tools.copy(link).then((done) =>
        bench.say({
          text: done ? "Link copied." : `Copy this link: ${link}`,
          bad: !done,
          undo: false,
        })
      ),
    "table-display": (bench) => {
      const code = tools.code.peek();
      if (code === null) bench.desk.value = { ...bench.desk.peek(), sheet: "share" };
      else bench.page.open(`/play/${code}?display=table`);
    },
    "view-as-player": (bench) => void preview(bench),
    "all-fights": (bench) => bench.page.go("/encounters"),
    builder: (bench) => bench.page.go(`/encounters/${bench.fight.id}/build`),
    recap: (bench) => bench.page.go(`/encounters/${bench.fight.id}/summary`),
    rename: (bench) =>
      void (bench.desk.value = takeLine(
        { ...bench.desk.peek(), sheet: null },
        "name",
        null,
        bench.fight.name,
      )),
    "roll-initiative": (bench) => bench.send({ type: "RollInitiative" }),
    set: (bench, [name = "", value = ""]) => {
      const settings = settingOf(name, value);
      if (settings !== null) bench.send({ type: "ChangeSettings", settings });
    },
    edition: (bench, [wanted]) => {
      const edition = EDITIONS.find((one) => one === wanted);
      if (edition !== undefined) bench.send({ type: "ChangeEdition", edition });
    },
    trust: (bench, [seatId = ""]) => {
      const trusted = bench.fight.seats[seatId]?.trusted !== true;
      bench.send({ type: "TrustSeat", seatId, trusted });
    },
    release: (bench, [seatId = ""]) => bench.send({ type: "ReleaseSeat", seatId }),
  };

  return {
    state,
    actions,
    type(bench, text) {
      set({ text, at: 0 });
      if (bench.desk.peek().sheet === "add") void search(bench, text);
    },
    key(bench, press) {
      const { rebinding, choices, at } = state.peek();
      if (rebinding !== null) {
        if (press.key === "Escape") return set({ rebinding: null }), true;
        const next = rebind(choices, rebinding, press);
        if (next !== null) choose(next);
        return true;
      }
      const { sheet } = bench.desk.peek();
      if (sheet !== "add" && sheet !== "palette") return false;
      if (press.key === "Enter") return enter(bench, sheet), true;
      if (press.key !== "ArrowDown" && press.key !== "ArrowUp") return false;
      const last = document.querySelectorAll(".find > li").length - 1;
      set({ at: Math.min(last, Math.max(0, at + (press.key === "ArrowDown" ? 1 : -1))) });
      return true;
    },
    clear: () => void set({ ...CLOSED }),
  };
}
