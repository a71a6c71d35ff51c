/** What a screen reader hears: one polite sentence a second at most, bursts joined. */
import { nameOf } from "@/lib/combat/lookup.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { logLine } from "@/lib/combat/log/log_text.ts";
import { nextUp } from "@/lib/combat/selectors.ts";
import type { EncounterState, Prompt } from "@/lib/combat/state.ts";

/** "Round 3, Goblins’ turn, Bram next". */
export function turnSentence(encounter: EncounterState): string {
  if (encounter.activeId === null) return "";
  const name = nameOf(encounter, encounter.activeId);
  const next = nextUp(encounter);
  const whose = name.endsWith("s") ? `${name}’` : `${name}’s`;
  const after = next === null ? "" : `, ${nameOf(encounter, next)} next`;
  return `Round ${encounter.round}, ${whose} turn${after}`;
}

const ASKS: Readonly<Record<Prompt["kind"], string>> = {
  concentration: "concentration",
  recharge: "recharge",
  "effect-save": "save",
  "area-save": "save",
  "death-save": "death save",
  resistance: "legendary resistance",
  legendary: "legendary action",
  lair: "lair action",
  readied: "readied action",
};
const MOST_PROMPTS = 3;

/** "Prompts: Orsolya Thane, concentration": those that these entries opened and nobody answered. */
function promptSentence(encounter: EncounterState, entries: readonly LogEntry[]): string {
  const opened = new Set(
    entries.flatMap(({ events }) =>
      events.flatMap((event) => event.type === "Prompted" ? event.prompt.id : [])
    ),
  );
  const waiting = encounter.prompts.filter(({ id }) => opened.has(id));
  if (waiting.length === 0) return "";
  const named = waiting.slice(0, MOST_PROMPTS)
    .map(({ combatantId, kind }) => `${nameOf(encounter, combatantId)}, ${ASKS[kind]}`);
  const more = waiting.length - named.length;
  return `Prompts: ${named.join("; ")}${more > 0 ? `; ${more} more` : ""}`;
}

/** What entries that came in tell, then what they ask; several become one text. */
export function announcement(encounter: EncounterState, entries: readonly LogEntry[]): string {
  const told = entries.map((entry) =>
    entry.commandType === "NextTurn" || entry.commandType === "PreviousTurn"
      ? turnSentence(encounter)
      : logLine(encounter, entry)
  );
  return [...new Set([...told, promptSentence(encounter, entries)])].filter((text) => text !== "")
    .join(
      ". ",
    );
}

export interface Announcer {
  say(text: string): void;
  stop(): void;
}

/** Hands texts to `show`, those of one second joined to one. */
export function announcer(show: (text: string) => void, pause = 1_000): Announcer {
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (waiting.length === 0) return;
    show(waiting.join(". "));
    waiting = [];
    timer = setTimeout(flush, pause);
  };
  return {
    say(text) {
      if (text === "") return;
      waiting.push(text);
      timer ??= setTimeout(flush, 50);
    },
    stop: () => clearTimeout(timer),
  };
}
