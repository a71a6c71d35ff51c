// Every attack as a bounded load on the built server with 512 MB: it survives, keeps what others
// were told is kept, and serves on. `deno task bench abuse` has the figures.
import assert from "node:assert/strict";
import { carryOut } from "./attack.ts";
import { ATTACKS } from "./attacks.ts";

for (const attack of ATTACKS) {
  Deno.test(`the other table loses nothing: ${attack.name}`, async () => {
    const result = await carryOut(attack);
    const said = JSON.stringify(result);
    assert.ok(result.survived, said);
    assert.ok(result.noticed.turns > 0, said);
    assert.deepEqual([result.noticed.lost, result.noticed.refused], [0, 0], said);
    assert.equal(result.noticed.livezFailed, 0, said);
  });
}
