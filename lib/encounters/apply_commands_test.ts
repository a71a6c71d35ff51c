import assert from "node:assert/strict";
import { envelope } from "./apply_commands.ts";

const DM = { kind: "dm" } as const;
const SENT = { id: "a", at: 5_000, seed: "0".repeat(32), command: { type: "NextTurn" } } as const;

Deno.test("a command is as old as its sender's clock says, whatever that clock shows", () => {
  assert.equal(envelope(SENT, DM, 5_200, 1_000_000).at, 999_800);
  assert.equal(envelope(SENT, DM, 4_000, 1_000_000).at, 1_000_000, "made after it was sent");
});

Deno.test("the moment that its sender has shown stands when it is as good a guess", () => {
  const at = (shownAt: number) => envelope({ ...SENT, shownAt }, DM, 5_200, 1_000_000).at;
  assert.equal(at(999_790), 999_790);
  assert.equal(at(1_000_500), 1_000_000, "no command is of the future");
  assert.equal(at(998_000), 999_800, "too far off");
  assert.equal(at(Number.NaN), 999_800);
});
