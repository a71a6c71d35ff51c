// docs/api.md, run as written against a server on a real port.
import assert from "node:assert/strict";
import { COMMAND_SCHEMAS } from "@/lib/contracts/command.ts";
import { openApi } from "./harness.ts";

const DOC = new URL("../../docs/api.md", import.meta.url);

function shellOf(markdown: string): string {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code]) => code).join("\n");
}

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
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", `set -euo pipefail\n${shellOf(markdown)}\necho "the fight: $FIGHT"`],
      env: { BASE: base },
      stdout: "piped",
      stderr: "piped",
    }).output();
    const [out, problems] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assert.equal(code, 0, `${out?.split("\n").slice(-12).join("\n")}\n${problems}`);
    const id = /^the fight: (.*)$/m.exec(out ?? "")?.[1] ?? "";
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
