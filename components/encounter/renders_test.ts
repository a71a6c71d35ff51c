import assert from "node:assert/strict";
import { build } from "vite";
import type { Command } from "@/lib/combat/commands.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { withSmallDom } from "@/tests/help/small_dom.ts";
import type { countRenders, Renders } from "./testing/count_renders.tsx";

/** The counting module as a browser gets it: Deno's own build of JSX draws on a server only. */
async function forBrowser(): Promise<{ countRenders: typeof countRenders }> {
  const built = await build({
    configFile: false,
    logLevel: "silent",
    root: ROOT,
    resolve: { alias: { "@/": ROOT } },
    esbuild: { jsx: "automatic", jsxImportSource: "preact", keepNames: true },
    build: {
      write: false,
      minify: false,
      lib: { entry: `${ROOT}components/encounter/testing/count_renders.tsx`, formats: ["es"] },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !("output" in bundle)) throw new Error("Cannot build the module");
  return await import(URL.createObjectURL(
    new Blob([bundle.output[0].code], { type: "text/javascript" }),
  ));
}

async function renders(...commands: readonly Command[]): Promise<readonly Renders[]> {
  const { countRenders } = await forBrowser();
  let counted: readonly Renders[] = [];
  await withSmallDom((root) => {
    counted = countRenders(root, commands);
  });
  return counted;
}

Deno.test("a turn draws its rows, the head and what follows the turn, and nothing else", async () => {
  const [first = {}, turn = {}, nothing = {}] = await renders({ type: "NextTurn" });
  assert.equal(first["CreatureRow"], 6);
  assert.equal((turn["CreatureRow"] ?? 0) + (turn["GroupLine"] ?? 0), 3, "acted, now and next");
  for (const part of ["InitiativeHead", "TopBar", "TurnBar", "StatBlockPanel", "Log"]) {
    assert.equal(turn[part], 1, part);
  }
  for (const part of ["Tabs", "PendingPanel"]) assert.equal(turn[part], undefined, part);
  for (const part of ["CreatureRow", "GroupLine", "TopBar", "TurnBar", "Line"]) {
    assert.equal(nothing[part], undefined, part);
  }
});
