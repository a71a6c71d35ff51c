/** Rows of a CSV text. */
import Papa from "papaparse";
import { z } from "zod";
import { ok, refuse, type Result } from "@/lib/errors.ts";

export const MOST_ROWS = 20_000;
const MOST_COLUMNS = 100;

const parsedRows = z.object({ data: z.array(z.array(z.string())) });

/** All rows that have something in them; the separator is found out. */
export function csvRows(text: string): Result<readonly (readonly string[])[]> {
  const options = { header: false, skipEmptyLines: "greedy", preview: MOST_ROWS + 1 };
  const parsed = parsedRows.safeParse(Papa.parse(text, options));
  if (!parsed.success) {
    return refuse("INVALID_INPUT", "The table cannot be read. Save it as CSV again.");
  }
  const { data } = parsed.data;
  if (data.length > MOST_ROWS) {
    return refuse("TOO_LARGE", `The table has more than ${MOST_ROWS} rows. Split it.`);
  }
  return ok(data.map((row) => row.slice(0, MOST_COLUMNS).map((cell) => cell.trim())));
}
