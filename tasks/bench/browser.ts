// What people feel: the built app in a real Chromium, driven as they drive it.
import { loadRows } from "@/tasks/bench/browser/load.ts";
import { Stage } from "@/tasks/bench/browser/stage.ts";
import { turnRows } from "@/tasks/bench/browser/turns.ts";
import { wireRows } from "@/tasks/bench/browser/wire.ts";
import type { Row } from "@/tasks/bench/row.ts";

/** The rows of the browser. */
export async function* rows(): AsyncGenerator<Row> {
  await using stage = await Stage.open();
  yield* loadRows(stage);
  yield* turnRows(stage);
  yield* wireRows(stage);
}
