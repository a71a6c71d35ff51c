// What people feel in a fight: the built app in a real Chromium, driven as they drive it, beside a
// bare page.
import { BareServer } from "@/tasks/bench/browser/bare.ts";
import { Stage } from "@/tasks/bench/browser/stage.ts";
import { turnRows } from "@/tasks/bench/browser/turns.ts";
import { wireRows } from "@/tasks/bench/browser/wire.ts";
import type { Row } from "@/tasks/bench/row.ts";

export async function* rows(): AsyncGenerator<Row> {
  await using stage = await Stage.open();
  await using bare = new BareServer();
  yield* turnRows(stage, bare);
  yield* wireRows(stage);
}
