import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import { batch, newEncounter, PARTY } from "@/tests/api/encounters.ts";
import { openApi } from "@/tests/api/harness.ts";

Deno.test("a long log is sent while it is read, and no more is read than somebody takes", async () => {
  const api = await openApi();
  const dm = api.person();
  const id = await newEncounter(dm);
  const roll: Command = { type: "RollDice", dice: "400d1000" };
  for (const commands of [[PARTY], ...Array.from({ length: 3 }, () => Array(190).fill(roll))]) {
    const sent = await dm.send("POST", `/api/v1/encounters/${id}/commands`, batch(...commands));
    assert.equal(sent.status, 200, await sent.text());
  }
  const { encounters } = api.store;
  const { entriesAfter } = encounters;
  let read = 0;
  encounters.entriesAfter = async (...args) => {
    const entries = await entriesAfter.apply(encounters, args);
    read += entries.length;
    return entries;
  };
  const path = `/api/v1/encounters/${id}/export?format=json`;
  const file = await dm.fetch(path);
  assert.match(file.headers.get("cache-control") ?? "", /no-transform/);
  const reader = file.body?.getReader();
  await reader?.read();
  assert.ok(read < 400, `${read} of 572 entries were read for the first piece`);
  await reader?.cancel();
  read = 0;
  const whole = await (await dm.fetch(path)).json();
  assert.deepEqual(
    whole.entries.map(({ version }: { version: number }) => version),
    Array.from({ length: 572 }, (_, n) => n + 1),
  );
  assert.equal(read, 572);
  await api.close();
});
