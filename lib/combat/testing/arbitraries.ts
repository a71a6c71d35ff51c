/**
 * Random fights for property tests. A step is a handful of numbers that becomes a command by
 * looking at the state it meets, so that most commands make sense, some do not, and a failing
 * fight shrinks to few steps.
 */
import fc from "fast-check";
import type { Command, CommandEnvelope } from "../commands.ts";
import { toEntry } from "../decide.ts";
import { NOTHING_YET } from "../defaults.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "../state.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import { commandFor } from "./commands.ts";
import type { Step } from "./step.ts";

const HEX = [..."0123456789abcdef"];

export const arbitrarySeed: fc.Arbitrary<string> = fc.array(fc.constantFrom(...HEX), {
  minLength: 32,
  maxLength: 32,
}).map((digits) => digits.join(""));

// Without bias: small numbers would choose the same few commands again and again.
export const arbitraryStep: fc.Arbitrary<Step> = fc.noBias(fc.record({
  kind: fc.nat(9999),
  a: fc.nat(50),
  b: fc.nat(50),
  amount: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -5, max: 500 })),
  flag: fc.boolean(),
  seed: arbitrarySeed,
}));

/** A script for a fight of up to `maxLength` commands after it was set up. */
export function arbitraryScript(maxLength = 30): fc.Arbitrary<readonly Step[]> {
  return fc.array(arbitraryStep, { maxLength, size: "max" });
}

/** The envelope for one step, as the DM or now and then as a seat sends it. */
export function envelopeFor(state: EncounterState, step: Step, number: number): CommandEnvelope {
  const command = commandFor(state, step, number);
  const seatId: Id | undefined = command.type === "Propose" ? command.seatId : undefined;
  return {
    id: `cmd-${number}`,
    at: 1_700_000_000_000 + number * 4000 - (step.flag ? 9000 : 0),
    seed: step.seed,
    actor: seatId === undefined ? { kind: "dm" } : { kind: "seat", seatId },
    command,
  };
}

/** The commands that every random fight begins with. */
export const OPENING: readonly Command[] = [
  { type: "CreateEncounter", encounterId: "fight", name: "A random fight", edition: "2014" },
];

export interface Happened {
  readonly before: EncounterState;
  readonly entry: LogEntry;
  readonly after: EncounterState;
}

/** Plays a script; `watch` sees every command that was carried out. */
export function playScript(
  script: readonly Step[],
  watch: (happened: Happened) => void = () => {},
): DecidableHistory {
  const timeline = new DecidableHistory(NOTHING_YET);
  let number = 0;
  const send = (envelope: CommandEnvelope) => {
    const before = timeline.state;
    const decided = timeline.decide(envelope);
    if (!decided.ok) return;
    const entry = toEntry(before, envelope, decided);
    watch({ before, entry, after: timeline.append(entry) });
  };
  for (const command of OPENING) {
    const step = { id: `open-${++number}`, at: 1_700_000_000_000, seed: "0".repeat(31) + "7" };
    send({ ...step, actor: { kind: "dm" }, command });
  }
  for (const step of script) send(envelopeFor(timeline.state, step, ++number));
  return timeline;
}
