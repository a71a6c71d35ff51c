/** The whole log as a text, Markdown or JSON file. */
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

function withRounds(
  entries: readonly LogEntry[],
  heading: (round: number) => readonly string[],
  line: (entry: LogEntry) => string,
): string {
  let round: number | null = null;
  const lines: string[] = [];
  for (const entry of entries) {
    if (entry.round !== round) lines.push(...heading(entry.round));
    round = entry.round;
    lines.push(line(entry));
  }
  return `${lines.join("\n")}\n`;
}

function roundTitle(round: number): string {
  return round === 0 ? "Before the fight" : `Round ${round}`;
}

/** `entries` of the fight `state`, oldest first. */
export function exportLog(
  state: EncounterState,
  entries: readonly LogEntry[],
  format: LogFormat,
): string {
  if (format === "json") {
    const told = entries.map((entry) => ({
      ...entry,
      line: logLine(state, entry),
      undone: isUndone(state, entry),
    }));
    return `${
      JSON.stringify({ name: state.name, edition: state.edition, entries: told }, null, 2)
    }\n`;
  }
  if (format === "markdown") {
    const heading = (round: number) => ["", `## ${roundTitle(round)}`, ""];
    const body = withRounds(entries, heading, (entry) => markdownLine(state, entry));
    return `# ${escaped(state.name)}\n${body}`;
  }
  const heading = (round: number) => ["", roundTitle(round)];
  const line = (entry: LogEntry) =>
    `  ${logLine(state, entry)}${isUndone(state, entry) ? " (undone)" : ""}`;
  return `${state.name}\n${withRounds(entries, heading, line)}`;
}
