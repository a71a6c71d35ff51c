// docs/api.md, run as written against a server on a real port.
import assert from "node:assert/strict";
import { COMMAND_SCHEMAS } from "@/lib/contracts/command.ts";
import { runShell, shellOf } from "@/tests/help/shell_doc.ts";
import { openApi } from "./harness.ts";

const DOC = new URL("../../docs/api.md", import.meta.url);

Deno.test("docs/api.md shows every command type, and the fight runs as written", async () => {
  const markdown = await Deno.readTextFile(DOC);
  for (const schema of COMMAND_SCHEMAS) {
    const { value } = schema.shape.type;
    if (value !== "CreateEncounter") assert.ok(markdown.includes(`"type":"${value}"`), value);
  }
  const api = await openApi();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, api.handler);
  try {
    const base = `http://127.0.0.1:${server.addr.port}`;
    const script = `${shellOf(markdown)}\necho "the fight: $FIGHT"`;
    const { code, out, err } = await runShell(script, { BASE: base });
    assert.equal(code, 0, `${out.split("\n").slice(-12).join("\n")}\n${err}`);
    const id = /^the fight: (.*)$/m.exec(out)?.[1] ?? "";
    const entries = await api.store.encounters.entriesAfter(id, 0);
    const carriedOut = new Set(entries.map((entry) => entry.commandType));
    for (const schema of COMMAND_SCHEMAS) {
      const { value } = schema.shape.type;
      assert.ok(carriedOut.has(value), `${value} was not carried out`);
    }
    const last = entries.at(-1);
    assert.ok(last && last.round >= 3);
  } finally {
    await server.shutdown();
    await api.close();
  }
});
