/** An import's plan as its answer shows it. */
import type { ImportReport } from "@/lib/contracts/import_answer.ts";
import type { ImportPlan } from "./imports.ts";

const NAMES = 60;
const REFUSED = 200;

/** The report that goes to a page or program; `mark` is the file's. */
export function answerOf({ report, counts }: ImportPlan, mark: string): ImportReport {
  const refused = report.items.filter((one) => one.outcome === "refused");
  return {
    mark,
    label: report.label,
    counts,
    refused: refused.slice(0, REFUSED).map(({ name, reason }) => ({
      name,
      reason: reason.slice(0, 500),
    })),
    refusedCount: refused.length,
    repeatedCount: report.items.filter((one) => one.outcome === "repeated").length,
    names: report.items.filter((one) => one.outcome === "taken").slice(0, NAMES).map(({ name }) =>
      name
    ),
    notes: report.notes.map((note) => ({ ...note, examples: [...note.examples] })),
  };
}
