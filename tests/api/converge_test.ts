// Two clients edit one fight at once while the server restarts: both must end where it ends.
// `CONVERGE_RUNS=100` for the long form.
import assert from "node:assert/strict";
import type { EncounterClient } from "@/lib/client/encounter/encounter_client.ts";
import type { Command } from "@/lib/combat/commands.ts";
import { SEED as PROPERTY_SEED } from "@/tests/help/property.ts";
import { eventually, openPage } from "./browser.ts";
import { command, FOES, newEncounter, ORDER, PARTY } from "./encounters.ts";
import { openApi } from "./harness.ts";

const RUNS = Number(Deno.env.get("CONVERGE_RUNS") ?? 10);
const SEED = Number(Deno.env.get("CONVERGE_SEED") ?? PROPERTY_SEED % 1_000_000);

/** Small repeatable randomness. */
function chance(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function anyCommand(random: () => number, number: number): Command {
  const ids = ["wren", "bram", "ogre", "lurker"];
  const id = ids[Math.floor(random() * ids.length)] ?? "ogre";
  const commands: readonly Command[] = [
    { type: "ApplyDamage", targets: [{ id }], damage: [{ amount: "1d6" }] },
    { type: "Heal", ids: [id], amount: 3 },
    { type: "NextTurn" },
    { type: "AddEffect", ids: [id], effect: { condition: "prone" } },
    { type: "RollDice", dice: "1d20" },
    { type: "SetNotes", notes: `note ${number}` },
    { type: "Undo" },
    { type: "Redo" },
    { type: "RemoveCombatants", ids: [`x${number - 2}`] },
    {
      type: "AddCombatants",
      combatants: [{ id: `x${number}`, kind: "monster", name: "Rat", hp: { max: 3 } }],
    },
  ];
  return commands[Math.floor(random() * commands.length)] ?? { type: "NextTurn" };
}

function plain(page: EncounterClient): unknown {
  return JSON.parse(JSON.stringify(page.state));
}

async function oneRun(seed: number): Promise<void> {
  const random = chance(seed);
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
    const pages = await Promise.all([openPage(dm, id), openPage(dm, id)]);
    const sent: string[] = [];
    for (let number = 0; number < 24; number++) {
      const page = pages[number % 2];
      const done = page?.dispatch(anyCommand(random, number));
      if (done?.ok) sent.push(done.value.commandId);
      if (number === 8 || number === 16) await api.restart();
      if (random() < 0.4) await new Promise((resolve) => setTimeout(resolve, random() * 12));
    }
    const [first, second] = pages;
    assert.ok(first && second);
    await Promise.all(pages.map((page) => page.settled()));
    await eventually(
      () => first.state.version === second.state.version && first.connection.kind === "live",
      "both in step",
    );
    const server = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.deepEqual(plain(first), server.state);
    assert.deepEqual(plain(second), server.state);
    const ids = server.log.map((entry: { commandId: string }) => entry.commandId);
    assert.equal(new Set(ids).size, ids.length, "every command at most once");
    for (const page of pages) page.close();
  } finally {
    await api.close();
  }
}

Deno.test("two clients converge over server restarts", async () => {
  console.log(`${RUNS} runs from seed ${SEED}`);
  for (let run = 0; run < RUNS; run++) {
    await oneRun(SEED + run).catch((cause) => {
      throw new Error(`Run with CONVERGE_SEED=${SEED + run} does not converge`, { cause });
    });
  }
});
