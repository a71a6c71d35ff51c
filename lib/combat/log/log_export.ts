/** A log as a text, Markdown or JSON file. */
import type { LogEntry } from "./log_entry.ts";
import { isUndone, logLine, logParts } from "./log_text.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

export const LOG_FORMATS = ["text", "markdown", "json"] as const;
export type LogFormat = typeof LOG_FORMATS[number];

/** Text that Markdown shows as it is written. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}

function markdownLine(state: EncounterState, entry: LogEntry): string {
  const line = logParts(state, entry)
    .map(({ text, strong }) => strong ? `**${escaped(text)}**` : escaped(text)).join("");
  return `- ${isUndone(state, entry) ? `~~${line}~~` : line}`;
}

function roundTitle(round: number): string {
  return round === 0 ? "Before the fight" : `Round ${round}`;
}

/** How a format writes a log; every piece ends where the next begins. */
interface Form {
  begin(state: EncounterState): string;
  /** What stands before the first entry of a round. */
  round(round: number): string;
  entry(state: EncounterState, entry: LogEntry, isFirst: boolean): string;
  end(isEmpty: boolean): string;
}

const json: Form = {
  begin: ({ name, edition }) =>
    `{\n  "name": ${JSON.stringify(name)},\n  "edition": ${
      JSON.stringify(edition)
    },\n  "entries": [`,
  round: () => "",
  entry: (state, entry, isFirst) => {
    const told = { ...entry, line: logLine(state, entry), undone: isUndone(state, entry) };
    const text = JSON.stringify(told, null, 2).replaceAll("\n", "\n    ");
    return `${isFirst ? "" : ","}\n    ${text}`;
  },
  end: (isEmpty) => isEmpty ? "]\n}\n" : "\n  ]\n}\n",
};

const markdown: Form = {
  begin: ({ name }) => `# ${escaped(name)}\n`,
  round: (round) => `\n## ${roundTitle(round)}\n\n`,
  entry: (state, entry) => `${markdownLine(state, entry)}\n`,
  end: () => "",
};

const text: Form = {
  begin: ({ name }) => `${name}\n`,
  round: (round) => `\n${roundTitle(round)}\n`,
  entry: (state, entry) =>
    `  ${logLine(state, entry)}${isUndone(state, entry) ? " (undone)" : ""}\n`,
  end: () => "",
};

const FORMS: Readonly<Record<LogFormat, Form>> = { json, markdown, text };

/** Writes the log of the fight `state` piece by piece: a long one need not be in memory whole. */
export class LogExport {
  readonly #form: Form;
  #round: number | undefined;

  constructor(private readonly state: EncounterState, format: LogFormat) {
    this.#form = FORMS[format];
  }

  /** What stands before all entries. */
  begin(): string {
    return this.#form.begin(this.state);
  }

  /** The next entry, oldest first. */
  add(entry: LogEntry): string {
    const isFirst = this.#round === undefined;
    const heading = entry.round === this.#round ? "" : this.#form.round(entry.round);
    this.#round = entry.round;
    return heading + this.#form.entry(this.state, entry, isFirst);
  }

  /** What stands after the last entry. */
  end(): string {
    return this.#form.end(this.#round === undefined);
  }
}
