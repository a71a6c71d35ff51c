import type { Actor } from "@/lib/combat/commands.ts";
import { exportLog, type LogFormat } from "@/lib/combat/log/log_export.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { PlayerView, SeatProposal, ViewId } from "@/lib/contracts/player_view.ts";
import {
  applyCommands,
  type ApplyParts,
  type IncomingCommand,
} from "@/lib/encounters/apply_commands.ts";
import { CodeGuard } from "@/lib/encounters/code_guard.ts";
import type { BatchResult } from "@/lib/encounters/decide_all.ts";
import type { EncounterDeps, TablePlaces, Visitor } from "@/lib/encounters/deps.ts";
import {
  createEncounter,
  duplicateEncounter,
  ownedEncounter,
} from "@/lib/encounters/owned_encounters.ts";
import { countAttempt, type EncounterLimit } from "@/lib/encounters/limits.ts";
import { EncounterCache } from "@/lib/encounters/live/encounter_cache.ts";
import { Hub } from "@/lib/encounters/live/hub.ts";
import { KeyedMutex } from "@/lib/encounters/live/keyed_mutex.ts";
import type { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import * as manage from "@/lib/encounters/manage_encounters.ts";
import { PlayerProjection, seatOf } from "@/lib/encounters/projection/player_projection.ts";
import { Quotas } from "@/lib/encounters/quotas.ts";
import { claimSeat, propose, releaseSeat } from "@/lib/encounters/seats.ts";
import { Tokens } from "@/lib/encounters/tokens.ts";
import { Visitors } from "@/lib/encounters/visitors.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** Log entries that come with a fight when it is opened. */
const FIRST_ENTRIES = 100;
type StreamBody = ReadableStream<Uint8Array<ArrayBuffer>>;

/** A fight as its DM opens it. */
export interface OpenedEncounter {
  readonly record: EncounterRecord;
  readonly state: EncounterState;
  /** Newest entries, oldest first, ending at the state's version. */
  readonly log: readonly LogEntry[];
}

/** A fight as somebody with its code opens it. */
export interface OpenedView {
  readonly view: PlayerView;
  readonly version: string;
  readonly now: number;
}

/** What somebody with a code gets, and what their browser keeps from now on, if that is new. */
export interface JoinedView {
  readonly opened: OpenedView;
  readonly places?: TablePlaces;
}

/** Every use case of fights, as routes and pages call them. */
export class Encounters {
  readonly visitors: Visitors;
  readonly hub: Hub;
  readonly #codes: CodeGuard;
  readonly #parts: ApplyParts;

  constructor(deps: EncounterDeps) {
    const encounters = new EncounterCache(deps.store, deps.keys, deps.cacheBytes);
    const quotas = new Quotas({
      store: deps.store,
      now: deps.now,
      ...deps.quotas,
    });
    this.#parts = { deps, encounters, mutex: new KeyedMutex(), quotas };
    this.visitors = new Visitors(deps, new Tokens(deps.keys));
    this.hub = new Hub(deps, encounters);
    this.#codes = new CodeGuard(deps);
  }

  /** Counts one attempt of `subject`; a refusal when there were too many. */
  count(limit: EncounterLimit, subject: string): Promise<Result<null>> {
    return countAttempt(this.#parts.deps, limit, subject);
  }

  /** Makes a fight; `ownerId` is the visitor's or a new guest's. */
  create(
    ownerId: string,
    wanted: Parameters<typeof createEncounter>[2],
  ): Promise<Result<EncounterRecord>> {
    return createEncounter(this.#parts, ownerId, wanted);
  }

  /** A refusal when an owner may not have `bytes` more, as by an import. */
  refusalOfMore(
    ownerId: string,
    bytes: number,
    network?: string,
  ): Promise<Refusal | undefined> {
    return this.#parts.quotas.refusalOfMore(ownerId, bytes, network);
  }

  list(who: Visitor, filter: manage.ListFilter): Promise<readonly EncounterRecord[]> {
    return manage.listEncounters(this.#parts, who, filter);
  }

  /** The fight's row in lists. */
  record(who: Visitor, id: Id): Promise<Result<EncounterRecord>> {
    return ownedEncounter(this.#parts, who, id);
  }

  /** State and newest log entries, for the DM. */
  async open(who: Visitor, id: Id): Promise<Result<OpenedEncounter>> {
    const found = await ownedEncounter(this.#parts, who, id);
    if (!found.ok) return found;
    const { deps, encounters } = this.#parts;
    const encounter = await encounters.load(id, found.value.version);
    const { state } = encounter;
    const from = Math.max(0, state.version - FIRST_ENTRIES);
    const log = encounter.entriesAfter(from) ??
      await deps.store.entriesAfter(id, from, state.version - from);
    return ok({
      record: found.value,
      state,
      log: log.filter((one) => one.version <= state.version),
    });
  }

  duplicate(who: Visitor, id: Id): Promise<Result<EncounterRecord>> {
    return duplicateEncounter(this.#parts, who, id);
  }

  archive(who: Visitor, id: Id, archived: boolean): Promise<Result<EncounterRecord>> {
    return manage.archiveEncounter(this.#parts, who, id, archived);
  }

  /** Deletes or restores. */
  remove(who: Visitor, id: Id, deleted: boolean): Promise<Result<EncounterRecord>> {
    return manage.deleteEncounter(this.#parts, who, id, deleted);
  }

  renewCode(who: Visitor, id: Id): Promise<Result<{ readonly code: string }>> {
    return manage.renewCode(this.#parts, who, id);
  }

  revokeCode(who: Visitor, id: Id): Promise<Result<{ readonly code: null }>> {
    return manage.revokeCode(this.#parts, who, id);
  }

  /** Carries out the DM's commands; see `applyCommands`. */
  async apply(
    who: Visitor,
    id: Id,
    commands: readonly IncomingCommand[],
    sentAt: number,
  ): Promise<Result<BatchResult>> {
    const found = await ownedEncounter(this.#parts, who, id);
    if (!found.ok) return found;
    const actor: Actor = { kind: "dm" };
    return await applyCommands(this.#parts, id, actor, commands, sentAt, who.network);
  }

  /** Entries of the log after `after`, oldest first, at most `limit`. */
  async log(
    who: Visitor,
    id: Id,
    page: { readonly after: number; readonly limit: number },
  ): Promise<Result<{ readonly version: number; readonly entries: readonly LogEntry[] }>> {
    const found = await ownedEncounter(this.#parts, who, id);
    if (!found.ok) return found;
    const entries = await this.#parts.deps.store.entriesAfter(id, page.after, page.limit);
    return ok({ version: found.value.version, entries });
  }

  /** The whole log as a text, Markdown or JSON file. */
  async exportLog(who: Visitor, id: Id, format: LogFormat): Promise<Result<string>> {
    const found = await ownedEncounter(this.#parts, who, id);
    if (!found.ok) return found;
    const { state } = await this.#parts.encounters.load(id, found.value.version);
    const entries = await this.#parts.deps.store.entriesAfter(id, 0, state.version);
    return ok(exportLog(state, entries, format));
  }

  /** The DM's stream of log entries after `from`. */
  async stream(who: Visitor, id: Id, from: number): Promise<Result<StreamBody>> {
    const found = await ownedEncounter(this.#parts, who, id);
    return found.ok ? await this.hub.openDm(found.value, from, who) : found;
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
    const found = await ownedEncounter(this.#parts, who, id);
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
    this.hub.close();
  }
}

/** The codes that this visitor's browser keeps, with this one among them. */
function withCode({ codes = [] }: Visitor, code: string | null): readonly string[] {
  return code === null || codes.includes(code) ? codes : [...codes, code];
}
