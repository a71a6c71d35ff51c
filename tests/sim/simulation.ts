import type { Wakeup } from "@/lib/cache/port.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";
import { CODE, FIGHT, openingFight } from "@/tests/sim/base.ts";
import type { Bug } from "@/tests/sim/bugs.ts";
import { Chance } from "@/tests/sim/chance.ts";
import { Instance, storeWithBug } from "@/tests/sim/instance.ts";
import { ModelStore } from "@/tests/sim/model_store.ts";
import type { Hearer, SeenFight, World } from "@/tests/sim/world.ts";
import { VirtualClock } from "@/tests/sim/virtual_clock.ts";

const BASE = openingFight();

/** The simulated world: instances, the store they share, the lines between them, and time. */
export class Simulation implements World {
  readonly clock = new VirtualClock();
  readonly chance: Chance;
  readonly store = new ModelStore();
  readonly base: { readonly entries: readonly LogEntry[]; readonly state: EncounterState } = BASE;
  readonly instances: Instance[] = [];
  /** One line an event; the same seed gives the same text. */
  readonly trace: string[] = [];
  /** Appends that the next fail-over drops. */
  readonly unsafe: { readonly id: Id; readonly version: number }[] = [];
  faults = true;
  failingOverUntil = 0;
  #behind: SeenFight;

  constructor(seed: number, readonly bug: Bug | undefined) {
    this.chance = new Chance(seed);
    const { state, entries } = this.base;
    const record: EncounterRecord = {
      id: FIGHT,
      ownerId: "dm",
      name: state.name,
      status: state.status,
      edition: state.edition,
      createdAt: this.clock.now,
      updatedAt: this.clock.now,
      archivedAt: null,
      deletedAt: null,
      version: state.version,
      round: state.round,
      combatants: Object.keys(state.combatants).length,
      shareCode: CODE,
      codeUsedAt: null,
      endedAt: null,
    };
    this.store.kept.set(FIGHT, { record, entries: [...entries], snapshots: new Map() });
    this.#behind = { record, entries: [...entries] };
    const count = 2 + this.chance.below(3);
    for (let number = 0; number < count; number++) this.instances.push(new Instance(this, number));
  }

  tell(line: string): void {
    this.trace.push(`${String(this.clock.now).slice(-8)} ${line}`);
  }

  /** Carries an operation out where the store is. */
  async atStore(
    name: string,
    work: (args: readonly unknown[]) => unknown,
    args: readonly unknown[],
  ): Promise<unknown> {
    const broken = this.bug === undefined ? undefined : storeWithBug(this, name, args);
    const result: unknown = broken !== undefined ? broken : await work(args);
    if (name === "append") this.tell(`append ${args[1]} ${JSON.stringify(result)}`);
    return result;
  }

  wakeOthers(from: Hearer, wakeup: Wakeup): void {
    for (const other of this.instances) {
      const lost = this.bug === "lost-wake-up" || this.chance.happens(this.faults ? 0.2 : 0);
      if (other === from || lost) continue;
      this.clock.later(
        () => other.hear({ type: "wakeup", ...wakeup }),
        this.chance.between(5, 120),
      );
    }
  }

  /** Ends an instance; another comes in its place, with nothing in memory. */
  crash(number: number): void {
    this.instances[number]?.kill();
    this.tell(`crash ${number}`);
    this.clock.later(() => {
      this.instances[number] = new Instance(this, number);
      this.tell(`start ${number}`);
    }, this.chance.between(300, 3_000));
  }

  /** The store elects another primary: for a while nobody is answered. */
  failOver(): void {
    this.failingOverUntil = this.clock.now + this.chance.between(500, 3_000);
    this.tell("fail-over");
    for (const { id, version } of this.unsafe.splice(0)) {
      const there = this.store.kept.get(id);
      if (there === undefined || version < there.record.version - 1) continue;
      there.entries.splice(version);
      there.record = { ...there.record, version };
    }
  }

  /** What a member that lags answers: the fight as it was a while ago. */
  behind(): SeenFight {
    const there = this.store.kept.get(FIGHT);
    const seen = this.#behind;
    if (there !== undefined && this.chance.happens(0.05)) {
      this.#behind = { record: there.record, entries: [...there.entries] };
    }
    return seen;
  }
}
