/** Creatures as a table: one row each, the figures that fit into cells. */
import Papa from "papaparse";
import type { DamageTrait } from "@/lib/combat/block.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";

const defences = (list: readonly DamageTrait[] | undefined): string =>
  (list ?? []).map(({ type, only }) => only === undefined ? type : `${type} from ${only}`).join(
    "; ",
  );

/** A cell that no spreadsheet takes for a formula. */
const cell = (value: string | number): string | number =>
  typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;

function row(block: StatBlock): Record<string, string | number> {
  const speeds = Object.entries(block.speeds).filter(([kind]) => kind !== "hover")
    .map(([kind, feet]) =>
      `${kind} ${feet} ft.${kind === "fly" && block.speeds["hover"] ? " (hover)" : ""}`
    );
  return {
    Name: block.name,
    Edition: block.edition,
    Size: block.size,
    Type: block.type,
    Tags: block.tags.join(", "),
    Alignment: block.alignment,
    AC: block.ac,
    HP: block.hp.average,
    "Hit dice": block.hp.dice,
    Speeds: speeds.join(", "),
    CR: crText(block.cr),
    XP: block.xp,
    Initiative: block.initiative,
    ...block.abilities,
    Resistances: defences(block.resistances),
    Immunities: defences(block.immunities),
    Vulnerabilities: defences(block.vulnerabilities),
    "Condition immunities": (block.conditionImmunities ?? []).join("; "),
    Senses: block.senses ?? "",
    "Passive perception": block.passivePerception,
    Languages: block.languages ?? "",
    Environment: block.environments.join(", "),
    Source: block.source,
  };
}

/** The table as text, with a header. */
export function csvExport(blocks: readonly StatBlock[]): string {
  const rows = blocks.map(row).map((item) =>
    Object.fromEntries(Object.entries(item).map(([key, value]) => [key, cell(value)]))
  );
  return `${Papa.unparse(rows, { newline: "\r\n" })}\r\n`;
}
