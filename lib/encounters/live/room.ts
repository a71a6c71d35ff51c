import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import { diff } from "@/lib/contracts/player_patch.ts";
import type { ProposalNotice, SeatView } from "@/lib/contracts/player_view.ts";
import { PlayerProjection } from "@/lib/encounters/projection/player_projection.ts";
import {
  changeFrame,
  entryFrames,
  type Frame,
  GONE,
  HEARTBEAT,
  helloFrame,
  noticeFrame,
  ownFrame,
  RESET,
  seatFrame,
  tableFrame,
} from "./frames.ts";
import type { LiveEncounter } from "./live_encounter.ts";
import type { SseConnection } from "./sse_connection.ts";

/** Entries that a returning DM gets one by one; further behind it loads the fight anew. */
export const RESUMABLE = 2000;

interface SeatListener {
  readonly connections: Set<SseConnection>;
  view: SeatView | undefined;
}

/**
 * Everybody who listens to one fight in this process. Each distinct message is made once and the
 * same bytes go to all who get it.
 */
export class Room {
  readonly #dms = new Set<SseConnection>();
  readonly #watchers = new Set<SseConnection>();
  readonly #seats = new Map<Id, SeatListener>();
  /** Version that DMs have been sent. */
  #sent: number;
  #shown: PlayerProjection;
  /** The whole table as bytes, made when somebody needs it. */
  #whole: Frame | undefined;

  constructor(readonly encounter: LiveEncounter) {
    this.#sent = encounter.version;
    this.#shown = new PlayerProjection(encounter);
  }

  /** The table as players have it now. */
  get shown(): PlayerProjection {
    return this.#shown;
  }

  /** How many players' devices listen. */
  get players(): number {
    return this.size - this.#dms.size;
  }

  /** Ends the stream of who only watches for longest; false when everybody has a seat. */
  makeWay(): boolean {
    const [watcher] = this.#watchers;
    watcher?.close();
    return watcher !== undefined;
  }

  get size(): number {
    let size = this.#dms.size + this.#watchers.size;
    for (const seat of this.#seats.values()) size += seat.connections.size;
    return size;
  }

  /**
   * A DM's device that has everything up to `from`; `missed` are the entries since, undefined when
   * they are too many.
   */
  addDm(
    connection: SseConnection,
    now: number,
    from: number,
    missed: readonly LogEntry[] | undefined,
  ): void {
    connection.write(helloFrame(now));
    const resumes = missed !== undefined && missed.length <= RESUMABLE && from <= this.#sent;
    const frames = resumes ? entryFrames(missed) : undefined;
    for (const frame of frames ?? [RESET]) connection.write(frame, "greeting");
    this.#dms.add(connection);
  }

  /** A player's device that shows the table in version `has`, if any. */
  addPlayer(
    connection: SseConnection,
    now: number,
    has: string | undefined,
    seatId: Id | undefined,
  ): void {
    connection.write(helloFrame(now));
    if (has !== this.#shown.version) connection.write(this.#wholeTable(), "greeting");
    if (seatId === undefined) {
      this.#watchers.add(connection);
      connection.write(seatFrame(null), "greeting");
      return;
    }
    const seat = this.#seats.get(seatId) ??
      { connections: new Set<SseConnection>(), view: this.#shown.seat(seatId) };
    this.#seats.set(seatId, seat);
    seat.connections.add(connection);
    connection.write(seatFrame(seat.view), "greeting");
  }

  remove(connection: SseConnection): void {
    this.#dms.delete(connection);
    this.#watchers.delete(connection);
    for (const [id, seat] of this.#seats) {
      if (seat.connections.delete(connection) && seat.connections.size === 0) {
        this.#seats.delete(id);
      }
    }
  }

  /** Tells everybody what they may know of the entries that the fight got since the last time. */
  update(): void {
    if (this.encounter.version === this.#sent) return;
    const fresh = this.encounter.entriesAfter(this.#sent);
    this.#sent = this.encounter.version;
    if (fresh === undefined) {
      // Further behind than memory reaches, after a long cut from the other instances.
      this.#tellPlayers([]);
      send(this.#dms, RESET);
      return;
    }
    // Players first: there are more of them, and they wait.
    this.#tellPlayers(fresh);
    if (this.#dms.size === 0) return;
    for (const frame of entryFrames(fresh) ?? [RESET]) {
      for (const connection of this.#dms) connection.writeOr(frame, RESET);
    }
  }

  #tellPlayers(fresh: readonly LogEntry[]): void {
    const before = this.#shown;
    const after = new PlayerProjection(this.encounter);
    // Also when the table is the same: who comes next gets a seat as it is now.
    this.#shown = after;
    if (after.version !== before.version) {
      this.#whole = undefined;
      const change = diff(before.table, after.table);
      const frame = changeFrame(after.version, change ?? {});
      for (const connection of this.#watchers) connection.write(frame);
      for (const seat of this.#seats.values()) {
        for (const connection of seat.connections) connection.write(frame);
      }
    }
    for (const [id, seat] of this.#seats) this.#tellSeat(seat, after.seat(id));
    for (const entry of fresh) this.#tellNotices(entry);
  }

  #tellSeat(seat: SeatListener, view: SeatView | undefined): void {
    const before = seat.view;
    seat.view = view;
    if (before === undefined || view === undefined) {
      if (before !== view) send(seat.connections, seatFrame(view));
      return;
    }
    const change = diff(before, view);
    if (change !== undefined) send(seat.connections, ownFrame(change));
  }

  #tellNotices(entry: LogEntry): void {
    for (const event of entry.events) {
      if (event.type !== "ProposalAccepted" && event.type !== "ProposalRejected") continue;
      const seat = this.#seats.get(event.proposal.seatId);
      // What a trusted seat sent was carried out at once: its own screen shows that.
      if (seat === undefined || entry.actor.kind !== "dm") continue;
      const accepted = event.type === "ProposalAccepted";
      const reason = accepted ? "" : this.#shown.text(event.reason) ?? "";
      const notice: ProposalNotice = {
        proposal: this.encounter.opaqueIds.hide(event.proposal.id),
        accepted,
        ...reason === "" ? {} : { reason },
      };
      send(seat.connections, noticeFrame(notice));
    }
  }

  /** Ends the streams of players whose code was revoked, and of everybody when all is gone. */
  expel(who: "players" | "everybody"): void {
    const seats = [...this.#seats.values()].flatMap((seat) => [...seat.connections]);
    const connections = [...this.#watchers, ...seats, ...who === "everybody" ? this.#dms : []];
    for (const connection of connections) {
      connection.write(GONE);
      connection.close();
    }
  }

  heartbeat(): void {
    send(this.#dms, HEARTBEAT);
    send(this.#watchers, HEARTBEAT);
    for (const seat of this.#seats.values()) send(seat.connections, HEARTBEAT);
  }

  close(): void {
    const seats = [...this.#seats.values()].flatMap((seat) => [...seat.connections]);
    for (const connection of [...this.#dms, ...this.#watchers, ...seats]) connection.close();
  }

  #wholeTable(): Frame {
    this.#whole ??= tableFrame(this.#shown.version, this.#shown.json);
    return this.#whole;
  }
}

function send(connections: Iterable<SseConnection>, frame: Frame): void {
  for (const connection of connections) connection.write(frame);
}
