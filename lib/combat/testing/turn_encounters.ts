/**
 * Random fights about turns: the marker goes to and fro while people join, leave, fall, wait and
 * change rows. Somebody who never acts bears two effects for each of the others, which count the
 * starts and the ends of that one's turns: what they show is what any rule about turns shows.
 */
import type { Command, CommandType } from "@/lib/combat/commands.ts";
import type { EventOf } from "@/lib/combat/events.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { Play } from "./play.ts";
import type { Step } from "./step.ts";
import { commandOf } from "./commands.ts";

const WITNESS = "witness";
const LONG = 100_000;

/** Commands that change who has a turn and where. */
export const ROSTER_MOVES = [
  "AddCombatants",
  "RemoveCombatants",
  "DuplicateCombatant",
  "Defeat",
  "Revive",
  "DelayTurn",
  "ResumeTurn",
  "GroupCombatants",
  "Ungroup",
  "SplitGroup",
  "MergeGroups",
  "EndCombat",
  "ResumeCombat",
] as const satisfies readonly CommandType[];

/** Commands that bring rows out of the order in which they act. */
export const ORDER_MOVES = [
  "JumpToTurn",
  "MoveEntry",
  "SetInitiative",
  "RollInitiative",
] as const satisfies readonly CommandType[];

type Moment = "start" | "end";

export class TurnEncounter {
  readonly play = new Play();
  /** Rounds in which an effect counted, by effect: "start ogre" → 1, 2, … */
  readonly counted = new Map<string, number[]>();
  /** Round in which the effects of somebody were given. */
  readonly since = new Map<Id, number>();
  #number = 0;

  constructor(rerolls: boolean) {
    const settings = { rerollEachRound: rerolls };
    this.play.run({
      type: "AddCombatants",
      combatants: [{ id: WITNESS, kind: "environment", name: "Witness", initiative: -90 }],
    }).run({ type: "ChangeSettings", settings });
    this.play.character("Ada", 40, 20).character("Bo", 30, 15).monster("ogre", 59, 10)
      .monster("wolf", 11, 5).run({ type: "StartCombat" });
    this.#witness();
  }

  get state(): EncounterState {
    return this.play.state;
  }

  /** Carries out what a step means; false when it is not possible now. */
  move(type: CommandType, step: Step): boolean {
    return this.send(commandOf(type, this.state, step, ++this.#number));
  }

  send(command: Command): boolean {
    const harmsWitness = "ids" in command && command.ids?.includes(WITNESS);
    if (harmsWitness || this.play.refusal(command) !== "accepted") return false;
    const { round } = this.state;
    this.play.run(command);
    this.#count(round);
    this.#witness();
    return true;
  }

  /** The rounds in which a turn's start or end was counted for somebody. */
  rounds(moment: Moment, id: Id): readonly number[] {
    return this.counted.get(`${moment} ${id}`) ?? [];
  }

  #count(before: number): void {
    let round = before;
    for (const event of this.play.lastEvents) {
      if ("round" in event) round = event.round;
      if (event.type === "EffectChanged" && event.cause === "turn") this.#note(event, round);
    }
  }

  #note({ name }: EventOf<"EffectChanged">, round: number): void {
    // The turns of one who left are counted by the witness's own.
    if (!this.state.combatants[name.slice(name.indexOf(" ") + 1)]) return;
    this.counted.set(name, [...this.counted.get(name) ?? [], round]);
  }

  /** Gives the witness effects that count the turns of newcomers. */
  #witness(): void {
    for (const id of Object.keys(this.state.combatants)) {
      if (id === WITNESS || this.since.has(id)) continue;
      this.since.set(id, this.state.round);
      for (const at of ["start", "end"] as const) {
        const effect = { name: `${at} ${id}`, rounds: LONG, turnOf: id, at };
        this.play.run({ type: "AddEffect", ids: [WITNESS], effect });
      }
    }
  }
}
