/** A fight for tests: run commands, expect refusals, look at what came of it. */
import type { Actor, Command, CommandEnvelope } from "../commands.ts";
import { toEntry } from "../decide.ts";
import { NOTHING_YET } from "../defaults.ts";
import type { CombatEvent, EventOf, EventType } from "../events.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import type { Edition } from "../vocabulary.ts";

const DM: Actor = { kind: "dm" };

/** A seed that follows from a number, spread over all 32 digits. */
export function seedFrom(number: number): string {
  const digits = (salt: number) => (Math.imul(number + salt, 2654435761) >>> 0).toString(16);
  return [1, 77, 4099, 65_537].map((salt) => digits(salt).padStart(8, "0")).join("");
}

export class Play {
  readonly timeline = new DecidableHistory(NOTHING_YET);
  #commands = 0;
  /** Time of the next command; one second a command unless a test changes it. */
  now = 1_000_000;
  /** Added to the numbers that seeds come from, to look for other dice. */
  luck = 0;

  constructor(edition: Edition = "2014") {
    this.run({ type: "CreateEncounter", encounterId: "fight", name: "The bridge", edition });
  }

  get state(): EncounterState {
    return this.timeline.state;
  }

  get entries(): readonly LogEntry[] {
    return this.timeline.entriesAfter(0);
  }

  get lastEvents(): readonly CombatEvent[] {
    return this.timeline.entry(this.state.version)?.events ?? [];
  }

  /** The events of a kind in the last entry. */
  last<T extends EventType>(type: T): readonly EventOf<T>[] {
    return this.lastEvents.filter((event): event is EventOf<T> => event.type === type);
  }

  /** A combatant that must be there. */
  who(id: Id): Combatant {
    const combatant = this.state.combatants[id];
    if (!combatant) throw new Error(`No combatant ${id}`);
    return combatant;
  }

  conditions(id: Id): readonly string[] {
    return this.who(id).effects.map(({ name }) => name);
  }

  envelope(command: Command, actor: Actor = DM): CommandEnvelope {
    this.#commands++;
    this.now += 1000;
    const seed = seedFrom(this.#commands + 1000 * this.luck);
    return { id: `c${this.#commands}`, at: this.now, seed, actor, command };
  }

  /** Carries out a command that must be accepted. */
  run(command: Command, actor: Actor = DM): this {
    const envelope = this.envelope(command, actor);
    const decided = this.timeline.decide(envelope);
    if (!decided.ok) {
      throw new Error(`${command.type} was refused: ${JSON.stringify(decided)}`);
    }
    this.timeline.append(toEntry(this.state, envelope, decided));
    return this;
  }

  /** The code with which a command is refused; "accepted" when it is not. */
  refusal(command: Command, actor: Actor = DM): RefusalCode | "accepted" | "missing" {
    const decided = this.timeline.decide(this.envelope(command, actor));
    if (decided.ok) return "accepted";
    return "missing" in decided ? "missing" : decided.code;
  }

  character(id: Id, max = 40, initiative = 10, dex = 10): this {
    return this.run({
      type: "AddCombatants",
      combatants: [{
        id,
        kind: "character",
        name: id,
        hp: { max },
        initiative,
        abilities: { dex },
      }],
    });
  }

  monster(id: Id, max = 20, initiative = 5, dex = 10): this {
    return this.run({
      type: "AddCombatants",
      combatants: [{ id, kind: "monster", name: id, hp: { max }, initiative, abilities: { dex } }],
    });
  }

  damage(id: Id, amount: number, extra: { critical?: boolean } = {}): this {
    return this.run({ type: "ApplyDamage", targets: [{ id }], damage: [{ amount }], ...extra });
  }

  next(times = 1): this {
    for (let i = 0; i < times; i++) this.run({ type: "NextTurn" });
    return this;
  }
}

/** Two characters and two monsters: Ada 20, Bo 15, ogre 10, wolf 5; started, Ada's turn. */
export function startedEncounter(edition: Edition = "2014"): Play {
  return new Play(edition).character("Ada", 40, 20).character("Bo", 30, 15)
    .monster("ogre", 59, 10).monster("wolf", 11, 5).run({ type: "StartCombat" });
}
