// The built reader on Node, which the built server may run on too.
import assert from "node:assert/strict";
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";

Deno.test("the built reader runs on Node as it does on Deno", async () => {
  await ensureBuilt();
  const child = new Deno.Command("node", {
    args: ["--max-old-space-size=256", `${ROOT}_fresh/server/file-reader.js`, "2014"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode('{"Name":"Ogre","HP":{"Value":59}}'));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const kinds = new TextDecoder().decode(stdout).trim().split("\n")
    .map((line) => JSON.parse(line).kind);
  assert.deepEqual(kinds, ["progress", "item", "report"]);
});
