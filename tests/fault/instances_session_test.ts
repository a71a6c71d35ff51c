// The whole fight of docs/api.md, as written, over two instances behind a balancer that sends every
// request to the other one than the request before it.
import assert from "node:assert/strict";
import { COMMAND_SCHEMAS } from "@/lib/contracts/command.ts";
import { startBalancer } from "@/tests/help/balancer.ts";
import { startPair } from "@/tests/help/instance_pair.ts";
import { runShell, shellOf } from "@/tests/help/shell_doc.ts";

Deno.test("two instances carry out the whole fight of docs/api.md between them", async () => {
  const balancer = startBalancer();
  const pair = await startPair({ TRUST_PROXY: "true" });
  balancer.targets = [pair.one.origin, pair.two.origin];
  try {
    const markdown = await Deno.readTextFile(new URL("../../docs/api.md", import.meta.url));
    const asks = 'api "$BASE/api/v1/encounters/$FIGHT/log?limit=1000"';
    const script = `${shellOf(markdown)}\necho "the log:"\n${asks}`;
    const { code, out, err } = await runShell(script, { BASE: balancer.origin });
    assert.equal(code, 0, `${out.split("\n").slice(-12).join("\n")}\n${err}`);
    const log: { entries: { commandType: string; version: number; round: number }[] } = JSON.parse(
      out.split("the log:\n")[1] ?? "",
    );
    const carriedOut = new Set(log.entries.map(({ commandType }) => commandType));
    const missing = COMMAND_SCHEMAS.map((schema) => schema.shape.type.value)
      .filter((type) => !carriedOut.has(type));
    assert.deepEqual(missing, []);
    assert.deepEqual(log.entries.map(({ version }) => version), log.entries.map((_, i) => i + 1));
    assert.ok((log.entries.at(-1)?.round ?? 0) >= 3);
    const [first = 0, second = 0] = balancer.served;
    assert.ok(first > 20 && Math.abs(first - second) <= 1, `${first} and ${second} requests`);
  } finally {
    await balancer.close();
    await pair.close();
  }
});
