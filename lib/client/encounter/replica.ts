import type { CommandEnvelope } from "@/lib/combat/commands.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { History } from "@/lib/combat/history/history.ts";
import type { Refusal } from "@/lib/combat/refusal.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { Predict } from "./prediction.ts";
import type { QueuedCommand } from "./queue_storage.ts";
import { sameValue } from "./same_value.ts";

/** A command that takes effect here and that the server's log does not show yet. */
export interface Pending extends QueuedCommand {
  /** Made in this tab, which sends it; others are shown and sent by theirs. */
  own: boolean;
  /** The server has it; only its entry has not come yet. */
  acknowledged: boolean;
}

/**
 * One fight as the server's log tells it, with the commands on top that are on their way. When
 * the log grows, what is on its way is decided anew on top of it.
 */
export class Replica {
  #past: History;
  #confirmed: number;
  #older: readonly LogEntry[];
  #log: readonly LogEntry[] | undefined;
  /** Until the rules are there, commands wait unshown for the server's word. */
  #predict: Predict | undefined;
  readonly #preview = new Map<number, LogEntry>();
  readonly pending: Pending[] = [];

  constructor(
    state: EncounterState,
    log: readonly LogEntry[],
    readonly offset: () => number,
    predict?: Predict,
  ) {
    this.#past = new History(state);
    this.#confirmed = state.version;
    this.#older = log.filter((entry) => entry.version <= state.version);
    this.#predict = predict;
  }

  get state(): EncounterState {
    return this.#past.state;
  }

  /** Newest version that the server has told of. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** State and log, oldest first, as the server told them: without what is on its way. */
  get told(): { readonly state: EncounterState; readonly log: readonly LogEntry[] } {
    const state = this.#past.stateAt(this.#confirmed) ?? this.#past.state;
    return { state, log: this.log.filter((entry) => entry.version <= this.#confirmed) };
  }

  /** Entries oldest first, those on their way last. */
  get log(): readonly LogEntry[] {
    this.#log ??= [...this.#older, ...this.#past.entriesAfter(this.#past.baseVersion)];
    return this.#log;
  }

  /** Version of the oldest entry of `log`; one more than the newest when there is none. */
  get oldest(): number {
    return this.log[0]?.version ?? this.#confirmed + 1;
  }

  /** Puts older entries in front of the log. */
  addOlder(entries: readonly LogEntry[]): void {
    this.#older = [...entries.filter((entry) => entry.version < this.oldest), ...this.#older];
    this.#log = undefined;
  }

  /** Whether commands show before the server answers. */
  get predicts(): boolean {
    return this.#predict !== undefined;
  }

  /** Takes the rules in and shows what waited for them. */
  learn(predict: Predict): void {
    if (this.predicts) return;
    this.#predict = predict;
    this.#showPending();
  }

  /** Decides and shows a command; a refusal changes nothing. */
  add(item: QueuedCommand, own: boolean): Refusal | undefined {
    if (this.pending.some((one) => one.id === item.id)) return undefined;
    const refused = this.#show(item);
    if (refused !== undefined && own) return refused;
    this.pending.push({ ...item, own, acknowledged: false });
    return undefined;
  }

  /** Takes a command back that the server refused. */
  drop(id: Id): Pending | undefined {
    const at = this.pending.findIndex((one) => one.id === id);
    if (at === -1) return undefined;
    const [dropped] = this.pending.splice(at, 1);
    this.#past.rewind(this.#confirmed);
    this.#showPending();
    return dropped;
  }

  /** Takes in the server's entries, in any order; true when some before them are missing. */
  receive(entries: readonly LogEntry[]): boolean {
    for (const entry of entries) {
      if (entry.version > this.#confirmed) this.#preview.set(entry.version, entry);
      // What was sent twice is answered with its entry, which may be in the past already.
      else this.drop(entry.commandId);
    }
    this.#confirmShown();
    if (this.#preview.has(this.#confirmed + 1)) {
      this.#past.rewind(this.#confirmed);
      this.#takeInOrder();
      this.#showPending();
    }
    return this.#preview.size > 0;
  }

  /** What shows already needs no second look: state and log stay the very same. */
  #confirmShown(): void {
    for (;;) {
      const next = this.#preview.get(this.#confirmed + 1);
      const shown = this.#past.entry(this.#confirmed + 1);
      if (next === undefined || shown === undefined || !sameValue(next, shown)) return;
      this.#confirm(next);
    }
  }

  #confirm({ version, commandId }: LogEntry): void {
    this.#confirmed = version;
    this.#preview.delete(version);
    const at = this.pending.findIndex((one) => one.id === commandId);
    if (at !== -1) this.pending.splice(at, 1);
  }

  #takeInOrder(): void {
    for (;;) {
      const next = this.#preview.get(this.#confirmed + 1);
      if (next === undefined) return;
      this.#past.append(next);
      this.#confirm(next);
    }
  }

  /** Starts anew from what the server says, with what is on its way on top. */
  reset(state: EncounterState, log: readonly LogEntry[]): void {
    if (state.version < this.#confirmed) return;
    this.#past = new History(state);
    this.#confirmed = state.version;
    this.#older = log.filter((entry) => entry.version <= state.version);
    const told = new Set(log.map((entry) => entry.commandId));
    const rest = this.pending.filter((one) => !told.has(one.id));
    this.pending.splice(0, this.pending.length, ...rest);
    for (const version of this.#preview.keys()) {
      if (version <= state.version) this.#preview.delete(version);
    }
    this.#takeInOrder();
    this.#showPending();
  }

  #showPending(): void {
    this.#log = undefined;
    // One that is refused now stays in the queue: the server has the last word.
    for (const item of this.pending) this.#show(item);
  }

  #show(item: QueuedCommand): Refusal | undefined {
    const { id, at, seed, command } = item;
    const actor = { kind: "dm" } as const;
    const envelope: CommandEnvelope = { id, at: at + this.offset(), seed, actor, command };
    const predicted = this.#predict?.(this.#past, envelope);
    if (predicted === undefined) return undefined;
    if (!predicted.ok) return predicted;
    if (predicted.entry !== null) {
      this.#past.append(predicted.entry);
      this.#log = undefined;
    }
    return undefined;
  }
}
