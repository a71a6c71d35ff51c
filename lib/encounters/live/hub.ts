import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import { withLiveCode } from "@/lib/encounters/code_life.ts";
import type { EncounterDeps, StreamBounds, Visitor } from "@/lib/encounters/deps.ts";
import { seatOf } from "@/lib/encounters/projection/player_projection.ts";
import { codeUnknown } from "@/lib/encounters/share_code.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";
import type { EncounterCache } from "./encounter_cache.ts";
import { newsFrom } from "./wakeup_news.ts";
import type { Wakeup } from "@/lib/cache/port.ts";
import { entryFrames } from "./frames.ts";
import type { LiveEncounter } from "./live_encounter.ts";
import { SessionStreams } from "./session_streams.ts";
import { SseConnection } from "./sse_connection.ts";
import { RESUMABLE, Room } from "./room.ts";

/** Streams that one process serves at most. */
const MOST_STREAMS = 20_000;
/** How many streams at most, unless the parts say otherwise. */
const STREAM_BOUNDS: StreamBounds = { network: 40, encounter: 200 };
/** Entries that are read from the store at once for a device that is behind. */
const PAGE = 100;
const HEARTBEAT_MS = 15_000;
/** How often the store is asked for what a lost wake-up did not tell. */
const LOOK_MS = { live: 5_000, polling: 1_000 } as const;

/** Fights that are looked up in one question. */
const LOOKED_AT_ONCE = 100;

type StreamBody = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Who listens. */
export interface Listener extends Pick<Visitor, "account" | "network" | "seatIds"> {
  /** What the stream hangs on beside the session: it ends when one of these does. */
  readonly hangsOn?: readonly string[];
}

interface OpenRoom {
  readonly room: Room;
  readonly release: () => void;
  code: string | null;
  /** A catch-up runs; `again` when another wake-up came meanwhile. */
  busy: boolean;
  again: boolean;
}

/**
 * The live streams of this process. A wake-up says what was appended, or only that there is
 * something to look for; where it does not follow what is known here, the log is read.
 */
export class Hub {
  readonly #rooms = new Map<Id, OpenRoom>();
  readonly #sessions = new SessionStreams();
  readonly #opening = new Map<Id, Promise<OpenRoom>>();
  readonly #stop: () => void;
  readonly #timers: (() => void)[];
  readonly #networks = new Map<string, number>();
  #streams = 0;
  #closed = false;
  #looked = 0;

  constructor(private readonly deps: EncounterDeps, private readonly encounters: EncounterCache) {
    this.#stop = deps.wakeups.subscribe((event) => {
      if (event.type === "gap") this.#lookAfterAll();
      else this.wake(event);
    });
    const every = deps.every ?? everyMs;
    this.#timers = [
      every(() => this.#heartbeat(), HEARTBEAT_MS),
      every(() => this.#lookWhenDue(), LOOK_MS.polling),
    ];
  }

  /** How many streams are open. */
  get streams(): number {
    return this.#streams;
  }

  /** The log entries of a fight after `from`, as they come. */
  openDm(
    record: EncounterRecord,
    from: number,
    who: Listener = { seatIds: [] },
  ): Promise<Result<StreamBody>> {
    return this.#admit(who, async (leave) => {
      const open = await this.#enter(record);
      const missed = await this.#missed(open.room.encounter, from);
      const connection = this.#connection(record.id, open, "dm", who, leave);
      open.room.addDm(connection, this.deps.now(), from, missed);
      this.#keepForSession(who, connection);
      return ok(connection.body);
    });
  }

  /** Entries after `from`; undefined when they are too many to be sent one by one. */
  async #missed(encounter: LiveEncounter, from: number): Promise<readonly LogEntry[] | undefined> {
    const recent = encounter.entriesAfter(from);
    if (recent !== undefined) return recent;
    const missed: LogEntry[] = [];
    for (;;) {
      const after = missed.at(-1)?.version ?? from;
      // Entries that came while the store answered are in memory by now.
      const rest = missed.length > 0 ? encounter.entriesAfter(after) : undefined;
      if (rest !== undefined) return [...missed, ...rest];
      const page = await this.deps.store.entriesAfter(encounter.state.id, after, PAGE);
      if (page.length === 0) return missed;
      missed.push(...page);
      // What is too much is not even read.
      if (missed.length > RESUMABLE || entryFrames(missed) === undefined) return undefined;
    }
  }

  /** What players see of a fight, as it changes, for a device that shows version `has`. */
  openPlayer(
    record: EncounterRecord,
    has: string | undefined,
    who: Listener,
  ): Promise<Result<StreamBody>> {
    return this.#admit(who, async (leave) => {
      const open = await this.#enter(record);
      if (open.code !== record.shareCode) {
        // One of the two is older; whoever comes by a code that was taken back stays outside.
        const newest = await this.deps.store.find(record.id);
        const shareCode = newest && this.#codeOf(newest);
        if (shareCode !== record.shareCode) return codeUnknown();
        open.code = shareCode;
      }
      const { room } = open;
      const seatId = seatOf(room.encounter, who.seatIds);
      const { encounter: most } = this.deps.streamBounds ?? STREAM_BOUNDS;
      // Who plays comes before who watches.
      if (room.players >= most && (seatId === undefined || !room.makeWay())) return tableFull();
      const connection = this.#connection(record.id, open, "player", who, leave);
      room.addPlayer(connection, this.deps.now(), has, seatId);
      this.#keepForSession(who, connection);
      return ok(connection.body);
    });
  }

  /** Counts a stream from the moment it is asked for until `leave` is called or it is refused. */
  async #admit(
    { network = "unknown" }: Listener,
    work: (leave: () => void) => Promise<Result<StreamBody>>,
  ): Promise<Result<StreamBody>> {
    if (this.#closed) return restarting();
    if (this.#streams >= MOST_STREAMS) return full();
    const open = this.#networks.get(network) ?? 0;
    if (open >= (this.deps.streamBounds ?? STREAM_BOUNDS).network) return networkFull();
    this.#streams++;
    this.#networks.set(network, open + 1);
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      this.#streams--;
      const others = (this.#networks.get(network) ?? 1) - 1;
      if (others > 0) this.#networks.set(network, others);
      else this.#networks.delete(network);
    };
    try {
      const result = await work(leave);
      if (!result.ok) leave();
      return result;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** The code that works now: when it is over, whoever came by it leaves. */
  #codeOf(record: EncounterRecord): string | null {
    return withLiveCode(record, this.deps.now()).shareCode;
  }

  #connection(
    id: Id,
    open: OpenRoom,
    role: "dm" | "player",
    who: Listener,
    leave: () => void,
  ): SseConnection {
    const connection = new SseConnection();
    this.deps.meters?.stream(role, 1);
    connection.onClose(() => {
      leave();
      for (const name of namesOf(who)) this.#sessions.remove(name, connection);
      this.deps.meters?.stream(role, -1);
      open.room.remove(connection);
      if (open.room.size > 0 || this.#rooms.get(id) !== open) return;
      this.#rooms.delete(id);
      open.release();
    });
    return connection;
  }

  /** Once it is in its room: a session that ended meanwhile closes it at once. */
  #keepForSession(who: Listener, connection: SseConnection): void {
    for (const name of namesOf(who)) this.#sessions.add(name, connection);
  }

  /** Ends the streams that hang on this: a session, a membership, or a fight's place in a campaign. */
  endSession(name: string): void {
    this.#sessions.end(name);
  }

  async #enter(record: EncounterRecord): Promise<OpenRoom> {
    const known = this.#rooms.get(record.id);
    if (known !== undefined) {
      if (known.room.encounter.version < record.version) await this.#catchUp(known);
      return known;
    }
    const opening = this.#opening.get(record.id) ?? this.#open(record);
    this.#opening.set(record.id, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(record.id);
    }
  }

  async #open(record: EncounterRecord): Promise<OpenRoom> {
    const release = this.encounters.hold(record.id);
    try {
      const encounter = await this.encounters.load(record.id, record.version);
      const open: OpenRoom = {
        room: new Room(encounter),
        release,
        code: this.#codeOf(record),
        busy: false,
        again: false,
      };
      this.#rooms.set(record.id, open);
      return open;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Tells what is new in a fight, if anybody listens to it here, and looks for what is not told. */
  wake({ encounterId: id, version, news: text }: Wakeup): void {
    const open = this.#rooms.get(id);
    if (open === undefined) return;
    const { encounter } = open.room;
    // What this process appended itself is in memory already: it goes out in the same moment.
    this.#tell(open);
    if (text !== undefined) {
      if (encounter.version >= version) return;
      const news = newsFrom(text);
      if (news !== undefined && encounter.advance(news.entries)) {
        this.#tell(open);
        this.#countFanout(news.appendedAt);
        return;
      }
    }
    this.#lookLater(id, open);
  }

  /** Looks now, or once more when a look is under way. */
  #lookLater(id: Id, open: OpenRoom, known?: Promise<EncounterRecord | null>): void {
    if (open.busy) {
      open.again = true;
      return;
    }
    this.#look(id, open, known)
      .catch((error: unknown) => this.deps.log.warn("catch-up failed", { encounterId: id, error }));
  }

  async #look(id: Id, open: OpenRoom, known?: Promise<EncounterRecord | null>): Promise<void> {
    open.busy = true;
    try {
      let reading = known;
      do {
        open.again = false;
        const record = await (reading ?? this.deps.store.find(id));
        reading = undefined;
        if (record === null || record.deletedAt !== null) {
          open.room.expel("everybody");
          return;
        }
        const code = this.#codeOf(record);
        if (code !== open.code) {
          open.code = code;
          open.room.expel("players");
        }
        if (record.version > open.room.encounter.version) {
          await this.#catchUp(open);
          this.#countFanout(record.updatedAt);
        }
      } while (open.again);
    } finally {
      open.busy = false;
    }
  }

  #countFanout(appendedAt: number): void {
    const ms = Math.max(0, this.deps.now() - appendedAt);
    this.deps.meters?.fanout("elsewhere", ms / 1_000);
  }

  async #catchUp(open: OpenRoom): Promise<void> {
    await this.encounters.catchUp(open.room.encounter);
    this.#tell(open);
  }

  #tell(open: OpenRoom): void {
    open.room.update();
  }

  #heartbeat(): void {
    for (const { room } of this.#rooms.values()) room.heartbeat();
  }

  #lookWhenDue(): void {
    const now = this.deps.now();
    if (now - this.#looked < LOOK_MS[this.deps.wakeups.wakeups()]) return;
    this.#looked = now;
    this.#lookAfterAll();
  }

  /** Many fights at once: one by one they would keep the store busier than playing does. */
  #lookAfterAll(): void {
    const ids = [...this.#rooms.keys()];
    for (let start = 0; start < ids.length; start += LOOKED_AT_ONCE) {
      const some = ids.slice(start, start + LOOKED_AT_ONCE);
      const found = this.deps.store.findAll(some)
        .then((records) => new Map(records.map((record) => [record.id, record])));
      for (const id of some) {
        const open = this.#rooms.get(id);
        if (open === undefined) continue;
        this.#tell(open);
        const known = found.then((records) => records.get(id) ?? null);
        // Who looks tells of a failure; nobody waits for it where a look is under way already.
        known.catch(() => {});
        this.#lookLater(id, open, known);
      }
    }
  }

  /** Ends every stream in order and opens no more; readers come back to whoever serves then. */
  close(): void {
    this.#closed = true;
    this.#stop();
    for (const stop of this.#timers) stop();
    for (const { room } of [...this.#rooms.values()]) room.close();
  }
}

/** What a stream hangs on. */
function namesOf({ account, hangsOn = [] }: Listener): readonly string[] {
  return account === undefined ? hangsOn : [account.sessionId, ...hangsOn];
}

function everyMs(work: () => void, ms: number): () => void {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
}

function full(): Result<never> {
  return refuse("UNAVAILABLE", "Too many people are connected here. Try again in a minute.");
}

function networkFull(): Result<never> {
  return refuse(
    "TOO_MANY_REQUESTS",
    "Too many screens are open in your network. Close some that nobody looks at.",
  );
}

function tableFull(): Result<never> {
  return refuse(
    "TOO_MANY_REQUESTS",
    "Too many screens show this fight. Close some that nobody looks at, or choose a character.",
  );
}

function restarting(): Result<never> {
  return refuse("UNAVAILABLE", "The server restarts. Try again in a few seconds.");
}
