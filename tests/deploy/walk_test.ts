// The first hour of docs/operations.md, as written, in a clone of what is committed.
import assert from "node:assert/strict";
import { ROOT } from "@/tasks/lib/files.ts";
import { runShell, sectionOf, shellOf } from "@/tests/help/shell_doc.ts";

Deno.test("a new operator's first hour runs as written", async () => {
  const script = shellOf(
    sectionOf(await Deno.readTextFile(`${ROOT}docs/operations.md`), "The first hour"),
  );
  assert.ok(script.split("\n").filter((line) => line.startsWith("deno task")).length >= 14, script);
  const folder = await Deno.makeTempDir({ prefix: "walk-" });
  try {
    const clone = await new Deno.Command("git", {
      args: ["clone", "--quiet", "--no-hardlinks", ROOT, folder],
    }).output();
    assert.equal(clone.code, 0, new TextDecoder().decode(clone.stderr));
    const { code, out, err } = await runShell(script, { NO_COLOR: "1" }, folder);
    assert.equal(code, 0, `${out}\n${err}`);
    for (
      const said of [
        /does not answer/,
        /✓ back +[0-9a-f]{12} serves/,
        /: ok\n/,
        /6 looks, nothing amiss/,
        /is whole/,
        /"name":"The bridge"/,
        /Nothing of local runs any more/,
      ]
    ) assert.match(out, said);
    assert.ok(out.trimEnd().split("\n").some((line) => line.includes('"The bridge"')));
  } finally {
    await runShell("deno task -q deploy:stop", {}, folder);
    await Deno.remove(folder, { recursive: true });
  }
});
