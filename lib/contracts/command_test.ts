import assert from "node:assert/strict";
import type { z } from "zod";
import { parseDice } from "@/lib/combat/dice/dice.ts";
import type { Command } from "@/lib/combat/commands.ts";
import type { SeatProposal } from "@/lib/contracts/player_view.ts";
import { type command, COMMAND_SCHEMAS } from "./command.ts";
import type { seatProposal } from "./parts.ts";
import { dice } from "./primitives.ts";

type Parsed = z.output<typeof command>;
/** The same type with arrays and members that may be written, which is what zod takes. */
type Writable<T> = { -readonly [K in keyof T]: Writable<T[K]> };
type Extends<A, B> = [A] extends [B] ? true : false;

Deno.test("the contract and the engine's Command are the same type", () => {
  // Assignments that only compile while both sides agree, command by command.
  const parsedFits: Extends<Parsed, Command> = true;
  const everyType: Extends<Command["type"], Parsed["type"]> = true;
  const engineFits: Extends<Writable<Command>, z.input<typeof command>> = true;
  const proposalFits: Extends<z.output<typeof seatProposal>, SeatProposal> = true;
  const proposalTakes: Extends<SeatProposal, z.input<typeof seatProposal>> = true;
  assert.ok(parsedFits && everyType && engineFits && proposalFits && proposalTakes);
});

Deno.test("each command type has one schema", () => {
  const types = COMMAND_SCHEMAS.map((schema) => schema.shape.type.value);
  assert.equal(new Set(types).size, types.length);
});

Deno.test("[DICE-1] whatever the engine reads as dice passes the wire, and nothing else", () => {
  for (const text of ["2d6+3", "1d20 dis", "1d20 advantage", "d%", "4d6kh3", "-2", "1d8−1"]) {
    assert.ok(dice.safeParse(text).success, text);
    assert.ok(parseDice(text).ok, text);
  }
  for (const text of ["", "(2d6)", "d", "two", "1d6+", "9".repeat(81)]) {
    assert.ok(!dice.safeParse(text).success, text);
  }
});
