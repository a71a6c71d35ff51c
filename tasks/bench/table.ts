/** Rows of a bench as a table for people, beside those of an earlier run where there are any. */
import type { Row } from "./row.ts";

function figure(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return `${value.toLocaleString("en", { maximumFractionDigits: digits })} ${unit}`.trim();
}

function times(value: number, base: number | undefined): string {
  return base === undefined || base === 0 ? "–" : `${(value / base).toFixed(2)} ×`;
}

interface Column {
  readonly title: string;
  readonly cell: (row: Row) => string;
}

const OWN: readonly Column[] = [
  { title: "what", cell: (row) => row.name },
  { title: "measured", cell: (row) => figure(row.value, row.unit) },
  { title: "bare", cell: (row) => row.bare === undefined ? "–" : figure(row.bare, row.unit) },
  { title: "factor", cell: (row) => times(row.value, row.bare) },
  {
    title: "budget",
    cell: (row) => `${row.better === "lower" ? "≤" : "≥"} ${figure(row.budget, row.unit)}`,
  },
  {
    title: "ratio",
    cell: (row) => row.budget === 0 ? "–" : (row.value / row.budget).toFixed(2),
  },
  { title: "", cell: (row) => row.ok ? "met" : "MISSED" },
];

/**
 * How a row stands against its earlier one: by the factor of the bare page where both have it, so
 * that a busy machine does not look like slow code; else by the figure.
 */
function change(now: Row, before: Row | undefined): string {
  if (before === undefined) return "new";
  if (now.bare && before.bare) return times(now.value / now.bare, before.value / before.bare);
  return times(now.value, before.value);
}

function columns(before: readonly Row[] | undefined): readonly Column[] {
  if (before === undefined) return OWN;
  const earlier = new Map(before.map((row) => [row.name, row]));
  const of = (row: Row) => earlier.get(row.name);
  return [
    ...OWN,
    {
      title: "before",
      cell: (row) => {
        const was = of(row);
        return was === undefined ? "–" : figure(was.value, was.unit);
      },
    },
    { title: "change", cell: (row) => change(row, of(row)) },
  ];
}

/** All rows in lines: what, measured, bare page, factor, budget, ratio, met or missed. */
export function benchTable(rows: readonly Row[], before?: readonly Row[]): string {
  const all = columns(before);
  const lines = [all.map(({ title }) => title), ...rows.map((row) => all.map((c) => c.cell(row)))];
  const widths = all.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) =>
    line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ").trimEnd()
  ).join("\n");
}

/** The same table in Markdown, as documents and comments show it. */
export function benchMarkdown(rows: readonly Row[], before?: readonly Row[]): string {
  const all = columns(before);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(all.map(({ title }) => title)),
    line(all.map((_, at) => at === 0 ? "---" : "--:")),
    ...rows.map((row) => line(all.map((c) => c.cell(row)))),
  ].join("\n");
}

/**
 * Reads what `deno task bench --json` wrote: a row a line, other lines are left out.
 *
 * @throws {TypeError} When no line is a row.
 */
export function readRows(text: string): Row[] {
  const rows = text.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const value: unknown = JSON.parse(line);
    return isRow(value) ? [value] : [];
  });
  if (rows.length === 0) throw new TypeError("Cannot compare: the file holds no rows of a bench");
  return rows;
}

function isRow(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const { name, unit, better, value: measured, budget, ok }: Record<string, unknown> = {
    ...value,
  };
  return typeof name === "string" && typeof unit === "string" && typeof better === "string" &&
    typeof measured === "number" && typeof budget === "number" && typeof ok === "boolean";
}
