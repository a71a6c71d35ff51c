// What a first visit costs: the built app in a real Chromium beside a bare page.
import { BareServer } from "@/tasks/bench/browser/bare.ts";
import { loadRows } from "@/tasks/bench/browser/load.ts";
import { Stage } from "@/tasks/bench/browser/stage.ts";
import type { Row } from "@/tasks/bench/row.ts";

export async function* rows(): AsyncGenerator<Row> {
  await using stage = await Stage.open();
  await using bare = new BareServer();
  yield* loadRows(stage, bare);
}
