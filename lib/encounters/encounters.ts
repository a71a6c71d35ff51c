import type { Grant } from "@/lib/auth/policy.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { replay } from "@/lib/combat/evolve.ts";
import type { LogFormat } from "@/lib/combat/log/log_export.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { SeatProposal, ViewId } from "@/lib/contracts/player_view.ts";
import { actorOf, admit, type Admitted, undoesOwnOnly } from "@/lib/encounters/admission.ts";
import {
  applyCommands,
  type ApplyParts,
  type IncomingCommand,
  recordUpdate,
} from "@/lib/encounters/apply_commands.ts";
import { withLiveCode } from "@/lib/encounters/code_life.ts";
import { copyCommands } from "@/lib/encounters/copy_commands.ts";
import { entryFor } from "@/lib/encounters/decide_command.ts";
import { hex, newId } from "@/lib/encounters/ids.ts";
import { roughBytes } from "@/lib/encounters/live/rough_bytes.ts";
import type {
  JoinedView,
  ListFilter,
  OpenedEncounter,
  OpenedView,
  WantedEncounter,
} from "@/lib/encounters/opened.ts";
import { countEncounters, refusalOfParticipants } from "@/lib/encounters/plan_room.ts";
import { newShareCode, withCode } from "@/lib/encounters/share_code.ts";
import { CodeGuard } from "@/lib/encounters/code_guard.ts";
import type { BatchResult } from "@/lib/encounters/decide_all.ts";
import type { EncounterDeps, Visitor } from "@/lib/encounters/deps.ts";
import { countAttempt, type EncounterLimit } from "@/lib/encounters/limits.ts";
import { EncounterCache } from "@/lib/encounters/live/encounter_cache.ts";
import { Hub } from "@/lib/encounters/live/hub.ts";
import { KeyedMutex } from "@/lib/encounters/live/keyed_mutex.ts";
import type { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import { PlayerProjection, seatOf } from "@/lib/encounters/projection/player_projection.ts";
import { logFile } from "@/lib/encounters/log_file.ts";
import { Quotas } from "@/lib/encounters/quotas.ts";
import { RecentRecords } from "@/lib/encounters/recent_records.ts";
import { claimSeat, propose, releaseSeat } from "@/lib/encounters/seats.ts";
import { Tokens } from "@/lib/encounters/tokens.ts";
import { Visitors } from "@/lib/encounters/visitors.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { pacing } from "@/lib/pacing.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** Log entries that come with a fight when it is opened. */
const FIRST_ENTRIES = 100;
type StreamBody = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Tries before a free code counts as not to be found; one suffices but for one in millions. */
const CODE_ATTEMPTS = 8;

/** Every use case of fights, as routes and pages call them. */
export class Encounters {
  readonly visitors: Visitors;
  /** What owners and networks may add. */
  readonly quotas: Quotas;
  readonly hub: Hub;
  readonly #codes: CodeGuard;
  readonly #recent: RecentRecords;
  readonly #parts: ApplyParts;

  constructor(deps: EncounterDeps) {
    const encounters = new EncounterCache(deps.store, deps.keys, deps.cacheBytes);
    this.quotas = new Quotas({
      store: deps.store,
      values: deps.values,
      now: deps.now,
      ...deps.quotas,
    });
    this.#parts = { deps, encounters, mutex: new KeyedMutex(), quotas: this.quotas };
    this.visitors = new Visitors(deps, new Tokens(deps.keys));
    this.hub = new Hub(deps, encounters);
    this.#codes = new CodeGuard(deps);
    this.#recent = new RecentRecords(deps);
  }

  /** Counts one attempt of `subject`; a refusal when there were too many. */
  count(limit: EncounterLimit, subject: string): Promise<Result<null>> {
    return countAttempt(this.#parts.deps, limit, subject);
  }

  /**
   * Makes a fight of `ownerId`, the visitor's or a new guest's. The same `id` by the same owner
   * answers with the fight that is there, so that a request may be repeated.
   */
  async create(ownerId: string, wanted: WantedEncounter): Promise<Result<EncounterRecord>> {
    const { deps: { store, now, random }, quotas } = this.#parts;
    const full = await quotas.refusalOfMore(ownerId, wanted.bytes ?? 0, wanted.network);
    if (full !== undefined) return full;
    const id = wanted.id ?? newId(random);
    const at = now();
    const { name, edition } = wanted;
    const entry = await entryFor(store, NOTHING_YET, {
      id: newId(random),
      at,
      seed: hex(random(16)),
      actor: { kind: "dm" },
      command: { type: "CreateEncounter", encounterId: id, name, edition },
    }, {
      stored: 0,
      state: () => undefined,
      keep: () => {},
      fresh: [],
      pace: pacing(),
      ownUndoOnly: false,
    });
    if (!entry.ok) return entry;
    const state = replay(NOTHING_YET, [entry.value]);
    const record: EncounterRecord = {
      ...recordUpdate(state, at),
      id,
      ownerId,
      createdAt: at,
      archivedAt: null,
      deletedAt: null,
      version: state.version,
      shareCode: null,
      codeUsedAt: null,
      endedAt: null,
    };
    const known = async () => {
      const found = wanted.id === undefined ? null : await store.find(id);
      return found?.ownerId === ownerId ? found : null;
    };
    const repeated = await known();
    if (repeated !== null) return ok(repeated);
    return await this.#grow(ownerId, async () => {
      const created = await store.create(record, [entry.value]);
      if (created.kind === "appended") return ok(record);
      const there = await known();
      return there === null
        ? refuse("CONFLICT", "That id is taken. Leave it out or choose another.")
        : ok(there);
    });
  }

  /** Does what adds a fight, where the owner's plan has room for one more. */
  #grow<T>(ownerId: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    const { store, limits } = this.#parts.deps;
    return limits?.grow(ownerId, "encounters", () => countEncounters(store, ownerId), work) ??
      work();
  }

  /** A visitor's fights, newest first; somebody without an owner's id has none. */
  async list(who: Visitor, filter: ListFilter): Promise<readonly EncounterRecord[]> {
    if (who.ownerId === null) return [];
    const { store, now } = this.#parts.deps;
    const records = await store.list(who.ownerId, filter);
    return records.map((record) => withLiveCode(record, now()));
  }

  /** The fight's row in lists, if the visitor may; deleted ones only when they are asked for. */
  async record(
    who: Visitor,
    id: Id,
    grant: Grant,
    deleted = false,
  ): Promise<Result<EncounterRecord>> {
    const admitted = await admit(this.#parts.deps, who, id, { grant, deleted });
    return admitted.ok ? ok(admitted.value.record) : admitted;
  }

  #admit(who: Visitor, id: Id, grant: Grant): Promise<Result<Admitted>> {
    return admit(this.#parts.deps, who, id, { grant });
  }

  /** The same for commands, which come often: the owner of a running fight is known for a while. */
  async #admitOften(who: Visitor, id: Id): Promise<Result<Admitted>> {
    let admitted: Result<Admitted> | undefined;
    const record = await this.#recent.of(who.ownerId, id, async () => {
      admitted = await this.#admit(who, id, "encounter.run");
      return admitted.ok ? ok(admitted.value.record) : admitted;
    });
    return admitted ?? (record.ok ? ok({ record: record.value }) : record);
  }

  /** State and newest log entries, for the DM. */
  async open(
    who: Visitor,
    id: Id,
    grant: Grant = "encounter.view",
  ): Promise<Result<OpenedEncounter>> {
    const found = await this.#admit(who, id, grant);
    if (!found.ok) return found;
    const { record, shared } = found.value;
    const { deps, encounters } = this.#parts;
    const encounter = await encounters.load(id, record.version);
    const { state } = encounter;
    const from = Math.max(0, state.version - FIRST_ENTRIES);
    const log = encounter.entriesAfter(from) ??
      await deps.store.entriesAfter(id, from, state.version - from);
    const newest = log.filter((one) => one.version <= state.version);
    return ok({ record, state, log: newest, ...shared && { shared } });
  }

  /** A copy of a fight as it was set up: same creatures and settings, unhurt, not begun. */
  async duplicate(who: Visitor, id: Id): Promise<Result<EncounterRecord>> {
    const source = await this.record(who, id, "encounter.keep");
    if (!source.ok) return source;
    const { deps, encounters } = this.#parts;
    const { state } = await encounters.load(id, source.value.version);
    const copies = copyCommands(state, () => newId(deps.random)).map((command) => ({ command }));
    const empty: EncounterRecord = { ...source.value, status: "building", combatants: 0 };
    const full = await refusalOfParticipants(deps.limits, empty, copies);
    if (full !== undefined) return full;
    const made = await this.create(source.value.ownerId, {
      name: `${state.name.slice(0, 70)} (copy)`,
      edition: state.edition,
      bytes: roughBytes(state),
      ...who.network === undefined ? {} : { network: who.network },
    });
    if (!made.ok) return made;
    const at = deps.now();
    const commands = copies.map(({ command }) => ({
      id: newId(deps.random),
      at,
      seed: hex(deps.random(16)),
      command,
    }));
    const filled = await applyCommands(
      this.#parts,
      made.value.id,
      { kind: "dm" },
      commands,
      at,
      who.network,
    );
    if (!filled.ok) return filled;
    if (filled.value.refused) return filled.value.refused.refusal;
    return ok(await deps.store.find(made.value.id) ?? made.value);
  }

  /** Puts a fight away, or back among the open ones. */
  async archive(who: Visitor, id: Id, archived: boolean): Promise<Result<EncounterRecord>> {
    const found = await this.record(who, id, "encounter.keep");
    if (!found.ok) return found;
    const { store, now } = this.#parts.deps;
    const at = archived ? found.value.archivedAt ?? now() : null;
    await store.setArchived(id, at);
    return ok({ ...found.value, archivedAt: at });
  }

  /** Deletes a fight (it can be restored for 30 days), or restores it. */
  async remove(who: Visitor, id: Id, deleted: boolean): Promise<Result<EncounterRecord>> {
    const found = await this.record(who, id, "encounter.keep", true);
    if (!found.ok) return found;
    const { store, now, wakeups } = this.#parts.deps;
    const at = deleted ? found.value.deletedAt ?? now() : null;
    const set = async () => {
      await store.setDeleted(id, at);
      await wakeups.publish({ encounterId: id, version: found.value.version });
      return ok({ ...found.value, deletedAt: at });
    };
    const restored = !deleted && found.value.deletedAt !== null;
    return restored ? await this.#grow(found.value.ownerId, set) : await set();
  }

  /** Gives a fight a new code; the one before stops working at once. */
  async renewCode(who: Visitor, id: Id): Promise<Result<{ readonly code: string }>> {
    const found = await this.record(who, id, "encounter.run");
    if (!found.ok) return found;
    const { store, now, random, wakeups } = this.#parts.deps;
    for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt++) {
      const code = newShareCode(random);
      if (!await store.setShareCode(id, code, now())) continue;
      await wakeups.publish({ encounterId: id, version: found.value.version });
      return ok({ code });
    }
    return refuse("UNAVAILABLE", "No free code was found. Try again.");
  }

  /** Takes a fight's code away: nobody can join or watch until there is a new one. */
  async revokeCode(who: Visitor, id: Id): Promise<Result<{ readonly code: null }>> {
    const found = await this.record(who, id, "encounter.run");
    if (!found.ok) return found;
    const { store, now, wakeups } = this.#parts.deps;
    await store.setShareCode(id, null, now());
    await wakeups.publish({ encounterId: id, version: found.value.version });
    return ok({ code: null });
  }

  /** Carries out the DM's commands; see `applyCommands`. */
  async apply(
    who: Visitor,
    id: Id,
    commands: readonly IncomingCommand[],
    sentAt: number,
  ): Promise<Result<BatchResult>> {
    const found = await this.#admitOften(who, id);
    if (!found.ok) return found;
    const { record } = found.value;
    const full = await refusalOfParticipants(this.#parts.deps.limits, record, commands);
    if (full !== undefined) return full;
    const ownUndoOnly = await undoesOwnOnly(this.#parts.deps, who, found.value, commands);
    const actor = actorOf(who, found.value);
    const parts = { ...this.#parts, ownUndoOnly };
    return await applyCommands(parts, id, actor, commands, sentAt, who.network);
  }

  /** Entries of the log after `after`, oldest first, at most `limit`. */
  async log(
    who: Visitor,
    id: Id,
    page: { readonly after: number; readonly limit: number },
  ): Promise<Result<{ readonly version: number; readonly entries: readonly LogEntry[] }>> {
    const found = await this.record(who, id, "encounter.view");
    if (!found.ok) return found;
    const entries = await this.#parts.deps.store.entriesAfter(id, page.after, page.limit);
    return ok({ version: found.value.version, entries });
  }

  /** The whole log as a text, Markdown or JSON file, in pieces: it may be far larger than memory. */
  async exportLog(who: Visitor, id: Id, format: LogFormat): Promise<Result<AsyncIterable<string>>> {
    const found = await this.record(who, id, "encounter.view");
    if (!found.ok) return found;
    const may = await this.#parts.deps.limits?.feature(found.value.ownerId, "log_export");
    if (may?.ok === false) return may;
    const { state } = await this.#parts.encounters.load(id, found.value.version);
    return ok(logFile(this.#parts.deps.store, state, format));
  }

  /** The DM's stream of log entries after `from`. */
  async stream(who: Visitor, id: Id, from: number): Promise<Result<StreamBody>> {
    const found = await this.#admit(who, id, "encounter.view");
    if (!found.ok) return found;
    const { record, shared } = found.value;
    return await this.hub.openDm(record, from, { ...who, hangsOn: shared?.hangsOn ?? [] });
  }

  /** What a device with this code sees. */
  async play(who: Visitor, code: string): Promise<Result<JoinedView>> {
    const found = await this.#codes.find(who, code);
    if (!found.ok) return found;
    const encounter = await this.#load(found.value);
    const opened = this.#opened(encounter, seatOf(encounter, who.seatIds));
    const codes = withCode(who, found.value.shareCode);
    if (codes === who.codes && who.device !== undefined) return ok({ opened });
    return ok({ opened, places: { seatIds: who.seatIds, codes, device: this.#device(who) } });
  }

  /** What players see of the DM's own fight. */
  async preview(who: Visitor, id: Id): Promise<Result<OpenedView>> {
    const found = await this.record(who, id, "encounter.view");
    if (!found.ok) return found;
    return ok(this.#opened(await this.#parts.encounters.load(id, found.value.version), undefined));
  }

  #opened(encounter: LiveEncounter, seatId: Id | undefined): OpenedView {
    const shown = new PlayerProjection(encounter);
    return { view: shown.view(seatId), version: shown.version, now: this.#parts.deps.now() };
  }

  /** The players' stream, for a device that shows table version `has`. */
  async playStream(
    who: Visitor,
    code: string,
    has: string | undefined,
  ): Promise<Result<StreamBody>> {
    const found = await this.#codes.find(who, code);
    return found.ok ? await this.hub.openPlayer(found.value, has, who) : found;
  }

  /** Sits down. */
  async claim(
    who: Visitor,
    code: string,
    claim: { readonly character: ViewId; readonly player: string },
  ): Promise<Result<Required<JoinedView>>> {
    const found = await this.#codes.find(who, code);
    if (!found.ok) return found;
    const often = await this.#countSeatChange(who, found.value.id);
    if (!often.ok) return often;
    const encounter = await this.#load(found.value);
    const current = seatOf(encounter, who.seatIds);
    const next = this.visitors.newSeat();
    const device = this.#device(who);
    const done = await claimSeat(this.#parts, encounter, claim, { current, next, device });
    if (!done.ok) return done;
    const { seatId } = done.value;
    const seatIds = [...who.seatIds.filter((id) => id !== seatId && id !== current), seatId];
    const places = { seatIds, codes: withCode(who, found.value.shareCode), device };
    return ok({ places, opened: this.#opened(encounter, seatId) });
  }

  /** Stands up; sitting nowhere is fine too. */
  async release(who: Visitor, code: string): Promise<Result<null>> {
    const encounter = await this.#byCode(who, code);
    if (!encounter.ok) return encounter;
    const seatId = seatOf(encounter.value, who.seatIds);
    if (seatId === undefined) return ok(null);
    const often = await this.#countSeatChange(who, encounter.value.state.id);
    return often.ok ? await releaseSeat(this.#parts, encounter.value, seatId) : often;
  }

  /** Counts that somebody sits down or stands up; a refusal when it is a dance. */
  async #countSeatChange(who: Visitor, id: Id): Promise<Result<null>> {
    const { network = "unknown" } = who;
    const byDevice = await this.count("deviceSeats", `${who.device ?? network} ${id}`);
    return byDevice.ok ? await this.count("seatChanges", `${network} ${id}`) : byDevice;
  }

  /** This browser's name at tables; a new one when it has none. */
  #device({ device }: Visitor): Id {
    return device ?? this.visitors.newDevice();
  }

  /** What a seated player asks for; `commandId` makes a repeated request harmless. */
  async propose(
    who: Visitor,
    code: string,
    body: SeatProposal,
    commandId?: Id,
  ): Promise<Result<null>> {
    const encounter = await this.#byCode(who, code);
    if (!encounter.ok) return encounter;
    const seatId = seatOf(encounter.value, who.seatIds);
    if (seatId === undefined) {
      return refuse("FORBIDDEN", "Choose your character first: this seat is not yours.");
    }
    return await propose(this.#parts, encounter.value, seatId, body, commandId);
  }

  async #byCode(who: Visitor, code: string): Promise<Result<LiveEncounter>> {
    const found = await this.#codes.find(who, code);
    return found.ok ? ok(await this.#load(found.value)) : found;
  }

  #load({ id, version }: EncounterRecord): Promise<LiveEncounter> {
    return this.#parts.encounters.load(id, version);
  }

  /** Ends every stream; the store is closed by whoever opened it. */
  close(): void {
    this.#recent.close();
    this.hub.close();
  }
}
