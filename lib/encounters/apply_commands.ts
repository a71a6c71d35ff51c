import type { Actor, Command, CommandEnvelope } from "@/lib/combat/commands.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id, Instant } from "@/lib/combat/state.ts";
import type { EncounterDeps } from "@/lib/encounters/deps.ts";
import { type BatchResult, decideAll } from "@/lib/encounters/decide_all.ts";
import type { EncounterCache } from "@/lib/encounters/live/encounter_cache.ts";
import type { KeyedMutex } from "@/lib/encounters/live/keyed_mutex.ts";
import { entryBytes } from "@/lib/encounters/live/rough_bytes.ts";
import { type News, newsText } from "@/lib/encounters/live/wakeup_news.ts";
import type { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import type { Quotas } from "@/lib/encounters/quotas.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { RecordUpdate } from "@/lib/store/ports/encounter_store.ts";

/** A command on its way in: made at `at` by a clock that said `sentAt` when it was sent. */
export interface IncomingCommand {
  readonly id: Id;
  readonly at: Instant;
  readonly seed: string;
  readonly command: Command;
  /** When its sender has shown it, by this server's clock as the sender takes it. */
  readonly shownAt?: Instant;
}

export interface ApplyParts {
  readonly deps: EncounterDeps;
  readonly encounters: EncounterCache;
  readonly mutex: KeyedMutex;
  readonly quotas: Quotas;
  /** An undo or redo takes back only what its sender did. */
  readonly ownUndoOnly?: boolean;
}

/** Commands that are decided and stored together; a longer batch is several of these. */
const COMMANDS_AT_A_TIME = 20;
/** A sender that says when it has shown a command is believed so far, in milliseconds. */
const SHOWN_MS = 1_000;
/** Lost races before the sender is asked to try again. */
const ATTEMPTS = 20;

/**
 * Carries out commands in order. It stops at the first that is refused; what was carried out
 * before stays. A lost race against another instance loads what it lacks and decides again, and
 * nothing is refused for want of what another instance has stored.
 */
export function applyCommands(
  parts: ApplyParts,
  id: Id,
  actor: Actor,
  commands: readonly IncomingCommand[],
  sentAt: Instant,
  network?: string,
): Promise<Result<BatchResult>> {
  return parts.mutex.run(id, async () => {
    const full = await parts.quotas.refusal(id, commands, network);
    if (full !== undefined) return full;
    const receivedAt = parts.deps.now();
    let done: BatchResult = { version: 0, results: [] };
    while (done.results.length < commands.length) {
      const from = done.results.length;
      const some = commands.slice(from, from + COMMANDS_AT_A_TIME)
        .map((one) => envelope(one, actor, sentAt, receivedAt));
      const applied = await applySome(parts, id, some);
      // What was carried out before stays; its sender sends the rest again.
      if (!applied.ok) return from === 0 ? applied : ok(done);
      done = joined(done, applied.value, from);
      await parts.quotas.grown(id, bytesOf(applied.value), network);
      if (done.refused !== undefined) break;
    }
    return ok(done);
  });
}

/** Estimated rather too high; the store's own figure is asked for every minute. */
function bytesOf({ results }: BatchResult): number {
  return results.reduce(
    (sum, one) => one.status === "applied" ? sum + entryBytes(one.entry) : sum,
    0,
  );
}

function joined(before: BatchResult, { version, results, refused }: BatchResult, from: number) {
  const all = [...before.results, ...results];
  return refused === undefined
    ? { version, results: all }
    : { version, results: all, refused: { ...refused, index: from + refused.index } };
}

async function applySome(
  parts: ApplyParts,
  id: Id,
  envelopes: readonly CommandEnvelope[],
): Promise<Result<BatchResult>> {
  const known = new Map<Id, LogEntry>();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const encounter = await parts.encounters.load(id, 0);
    const start = performance.now();
    const done = await attemptBatch(parts, encounter, envelopes, known);
    if (done !== "again") {
      count(parts.deps, done, (performance.now() - start) / 1_000);
      return ok(done);
    }
    await parts.encounters.catchUp(encounter);
  }
  return refuse("CONFLICT", "Others are changing this fight at the same moment. Try again.");
}

/** The batch's time counts for each of its commands: that is how long its sender waited. */
function count({ meters }: EncounterDeps, batch: BatchResult, seconds: number): void {
  for (const { status } of batch.results) meters?.command(status, seconds);
  if (batch.refused !== undefined) meters?.command("refused", seconds);
}

async function attemptBatch(
  parts: ApplyParts,
  encounter: LiveEncounter,
  envelopes: readonly CommandEnvelope[],
  known: Map<Id, LogEntry>,
): Promise<BatchResult | "again"> {
  const { store, now } = parts.deps;
  const { id } = encounter.state;
  const { version } = encounter;
  const { fresh, state, states, answer } = await decideAll(store, encounter, envelopes, known, {
    ownUndoOnly: parts.ownUndoOnly ?? false,
  });
  if (fresh.length === 0) {
    // Another instance may have brought what this one does not know yet: whoever refuses has to
    // have looked. What is appended proves by its version that it was decided on the newest state.
    if (answer.refused !== undefined) await parts.encounters.catchUp(encounter);
    return encounter.version > version ? "again" : { version, ...answer };
  }
  const appendedAt = now();
  const appended = await store.append(id, version, fresh, recordUpdate(state, appendedAt));
  if (appended.kind === "appended") {
    await announce(parts, encounter, { appendedAt, entries: fresh }, states);
    return { version: appended.version, ...answer };
  }
  if (appended.kind === "repeated") await learnRepeated(parts.deps, id, envelopes, known);
  return "again";
}

/** Finds the first results of every command that was carried out before. */
async function learnRepeated(
  { store }: EncounterDeps,
  id: Id,
  commands: readonly { readonly id: Id }[],
  known: Map<Id, LogEntry>,
): Promise<void> {
  const found = await Promise.all(commands.map((one) => store.findCommand(id, one.id)));
  for (const entry of found) if (entry !== null) known.set(entry.commandId, entry);
}

async function announce(
  { deps, encounters }: ApplyParts,
  encounter: LiveEncounter,
  news: News,
  states: ReadonlyMap<number, EncounterState>,
): Promise<void> {
  const start = performance.now();
  try {
    await encounters.appended(encounter, news.entries, states);
  } catch (error) {
    // The commands are safe in the log; a snapshot is only a shorter way to the same state.
    deps.log.warn("snapshot not saved", { encounterId: encounter.state.id, error });
  }
  const { id } = encounter.state;
  const version = news.entries.at(-1)?.version ?? encounter.version;
  const text = newsText(news);
  const told = text === undefined ? {} : { news: text };
  const published = deps.wakeups.publish({ encounterId: id, version, ...told });
  // Listeners of this process have been written to by now; only other instances are still to hear.
  if (encounters.isHeld(id)) deps.meters?.fanout("here", (performance.now() - start) / 1_000);
  published
    .catch((error: unknown) => deps.log.warn("wake-up not published", { error }));
}

/**
 * The age of a command by its sender's own clock counts, never that clock itself. Where what the
 * sender has shown is as good a guess, it stands: then its screen need not change again.
 */
export function envelope(
  { id, at, seed, command, shownAt }: IncomingCommand,
  actor: Actor,
  sentAt: Instant,
  now: Instant,
): CommandEnvelope {
  const made = now - Math.max(0, sentAt - at);
  const shown = shownAt !== undefined && Math.abs(shownAt - made) <= SHOWN_MS;
  return { id, at: shown ? Math.min(shownAt, now) : made, seed, actor, command };
}

/** What lists show of a fight in `state`. */
export function recordUpdate(state: EncounterState, now: Instant): RecordUpdate {
  return {
    name: state.name,
    status: state.status,
    edition: state.edition,
    round: state.round,
    combatants: Object.keys(state.combatants).length,
    updatedAt: now,
  };
}
