/** The fight itself: create, rename, edition, settings, notes. [FIGHT-1] ff. */
import { checkName, checkNewId, checkText, firstOf, plainLine, plainText } from "../checks.ts";
import type { Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { refuse } from "../refusal.ts";
import { DEFAULT_SETTINGS } from "../defaults.ts";
import type { Settings } from "../state.ts";
import { EDITIONS, HP_DISPLAYS } from "../vocabulary.ts";

function isSetting(key: string, value: unknown): boolean {
  if (!Object.hasOwn(DEFAULT_SETTINGS, key)) return false;
  if (key === "partyHp" || key === "monsterHp") {
    return HP_DISPLAYS.some((hpDisplay) => hpDisplay === value);
  }
  if (key === "monsterHitPoints") {
    return value === "average" || value === "roll" || value === "maximum";
  }
  if (key === "turnLimit") {
    return value === null ||
      (Number.isInteger(value) && Number(value) >= 5 && Number(value) <= 3600);
  }
  return typeof value === "boolean";
}

function given(settings: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

export const encounterRules: Rules<
  "CreateEncounter" | "RenameEncounter" | "ChangeEdition" | "ChangeSettings" | "SetNotes"
> = {
  CreateEncounter({ state, emit }, { encounterId, name, edition }) {
    if (state.id !== "") return refuse("NOT_POSSIBLE_NOW", "This fight exists already.");
    const wrong = firstOf(checkNewId(encounterId, "A fight"), checkName(name));
    if (wrong) return wrong;
    if (!EDITIONS.includes(edition)) return refuse("INVALID_INPUT", "Choose 2014 or 2024.");
    emit({ type: "EncounterCreated", encounterId, name: plainLine(name), edition });
  },
  RenameEncounter({ state, emit }, { name }) {
    const wrong = checkName(name);
    if (wrong) return wrong;
    emit({ type: "EncounterRenamed", name: plainLine(name), before: state.name });
  },
  ChangeEdition({ state, emit }, { edition }) {
    if (!EDITIONS.includes(edition)) return refuse("INVALID_INPUT", "Choose 2014 or 2024.");
    if (edition === state.edition) {
      return refuse("NOT_POSSIBLE_NOW", `The fight is played by the ${edition} rules already.`);
    }
    emit({ type: "EditionChanged", edition });
  },
  ChangeSettings({ emit }, { settings }) {
    const changes = given(settings);
    const entries = Object.entries(changes);
    if (entries.length === 0 || !entries.every(([key, value]) => isSetting(key, value))) {
      return refuse("INVALID_INPUT", "Choose a setting and one of its values.");
    }
    emit({ type: "SettingsChanged", settings: changes });
  },
  SetNotes({ emit }, { notes }) {
    const wrong = checkText(notes, LIMITS.notes, "The notes");
    if (wrong) return wrong;
    emit({ type: "NotesChanged", notes: plainText(notes) });
  },
};
