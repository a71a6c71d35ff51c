// The same build on Node 24: the evening and the smoke test that Deno passes.
import assert from "node:assert/strict";
import { toolPath } from "@/tasks/terraform/mirror.ts";
import { smokeProblems } from "@/tasks/smoke.ts";
import { type AppOptions, startApp } from "@/tests/help/app.ts";
import { SCREENS } from "@/tests/help/browser.ts";
import { playEvening } from "@/tests/help/full_session.ts";
import { keyboard } from "@/tests/help/keyboard.ts";

const SECONDS = 1_000;
const node = await toolPath("node24");

if ("reason" in node) console.log(`left out: the evening on Node 24 (${node.reason})`);
else {
  const onNode = (options: AppOptions) =>
    startApp({ ...options, command: [node.path, "_fresh/node-entry.js"] });

  Deno.test("a whole evening on Node 24", async (t) => {
    const screen = SCREENS.laptop;
    await playEvening(t, { screen, hands: keyboard, offline: 3 * SECONDS, start: onNode });
  });

  Deno.test("the smoke test passes on Node 24", async () => {
    await using app = await onNode({});
    const signal = AbortSignal.timeout(60 * SECONDS);
    assert.equal(await smokeProblems(app.origin, { signal, token: undefined }), "");
  });
}
