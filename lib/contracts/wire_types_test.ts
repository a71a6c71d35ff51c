import assert from "node:assert/strict";
import type { z } from "zod";
import type { ImportLine, importLine } from "./import_answer.ts";
import type { encounterSummary, openedView } from "./answer_schemas.ts";
import type { TableView } from "./player_view.ts";
import type { EncounterSummary } from "./summary.ts";

/** The same type with arrays and members that may be written, which is what zod gives. */
type Writable<T> = { -readonly [K in keyof T]: Writable<T[K]> };
type Fits<A, B> = [A] extends [B] ? true : false;

Deno.test("what the schemas describe and what the code writes are the same types", () => {
  type DescribedTable = z.output<typeof openedView>["view"]["table"];
  // Assignments that only compile while both sides agree.
  const tableFits: Fits<Writable<TableView>, z.input<typeof openedView>["view"]["table"]> = true;
  const namesFit: Fits<keyof DescribedTable, keyof TableView> = true;
  const everyName: Fits<keyof TableView, keyof DescribedTable> = true;
  const summaryFits: Fits<Writable<EncounterSummary>, z.input<typeof encounterSummary>> = true;
  const describedSummary: Fits<z.output<typeof encounterSummary>, EncounterSummary> = true;
  const importFits: Fits<z.output<typeof importLine>, ImportLine> = true;
  assert.ok(tableFits && namesFit && everyName && summaryFits && describedSummary && importFits);
});
