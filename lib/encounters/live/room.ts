import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import { diff } from "@/lib/contracts/player_patch.ts";
import type { ProposalNotice, SeatView } from "@/lib/contracts/player_view.ts";
import { PlayerProjection } from "@/lib/encounters/projection/player_projection.ts";
import {
  changeFrame,
  entryFrame,
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
import type { LiveFight } from "./live_encounter.ts";
import type { Outlet } from "./sse_connection.ts";

/** Entries that a returning DM gets one by one; further behind it loads the fight anew. */
export const RESUMABLE = 2000;

interface SeatListener {
  readonly outlets: Set<Outlet>;
  view: SeatView | undefined;
}

/**
 * Everybody who listens to one fight in this process. Each distinct message is made once and the
 * same bytes go to all who get it.
 */
export class Room {
  readonly #dms = new Set<Outlet>();
  readonly #watchers = new Set<Outlet>();
  readonly #seats = new Map<Id, SeatListener>();
  /** Version that DMs have been sent. */
  #sent: number;
  #shown: PlayerProjection;
  /** The whole table as bytes, made when somebody needs it. */
  #whole: Frame | undefined;

  constructor(readonly fight: LiveFight) {
    this.#sent = fight.version;
    this.#shown = new PlayerProjection(fight);
  }

  /** The table as players have it now. */
  get shown(): PlayerProjection {
    return this.#shown;
  }

  get size(): number {
    let size = this.#dms.size + this.#watchers.size;
    for (const seat of this.#seats.values()) size += seat.outlets.size;
    return size;
  }

  /** A DM's device that has everything up to `from`; `missed` are the entries since. */
  addDm(outlet: Outlet, now: number, from: number, missed: readonly LogEntry[]): void {
    outlet.write(helloFrame(now));
    if (missed.length > RESUMABLE || from > this.#sent) {
      outlet.write(RESET);
    } else for (const entry of missed) outlet.write(entryFrame(entry));
    this.#dms.add(outlet);
  }

  /** A player's device that shows the table in version `has`, if any. */
  addPlayer(outlet: Outlet, now: number, has: string | undefined, seatId: Id | undefined): void {
    outlet.write(helloFrame(now));
    if (has !== this.#shown.version) outlet.write(this.#wholeTable());
    if (seatId === undefined) {
      this.#watchers.add(outlet);
      outlet.write(seatFrame(null));
      return;
    }
    const seat = this.#seats.get(seatId) ??
      { outlets: new Set<Outlet>(), view: this.#shown.seat(seatId) };
    this.#seats.set(seatId, seat);
    seat.outlets.add(outlet);
    outlet.write(seatFrame(seat.view));
  }

  remove(outlet: Outlet): void {
    this.#dms.delete(outlet);
    this.#watchers.delete(outlet);
    for (const [id, seat] of this.#seats) {
      if (seat.outlets.delete(outlet) && seat.outlets.size === 0) this.#seats.delete(id);
    }
  }

  /** Tells everybody what they may know of the entries that the fight got since the last time. */
  update(): void {
    if (this.fight.version === this.#sent) return;
    const fresh = this.fight.entriesAfter(this.#sent);
    this.#sent = this.fight.version;
    if (fresh === undefined) {
      // Further behind than memory reaches, after a long cut from the other instances.
      this.#tellPlayers([]);
      send(this.#dms, RESET);
      return;
    }
    // Players first: there are more of them, and they wait.
    this.#tellPlayers(fresh);
    for (const entry of this.#dms.size > 0 ? fresh : []) {
      const frame = entryFrame(entry);
      for (const outlet of this.#dms) outlet.write(frame);
    }
  }

  #tellPlayers(fresh: readonly LogEntry[]): void {
    const before = this.#shown;
    const after = new PlayerProjection(this.fight);
    // Also when the table is the same: who comes next gets a seat as it is now.
    this.#shown = after;
    if (after.version !== before.version) {
      this.#whole = undefined;
      const change = diff(before.table, after.table);
      const frame = changeFrame(after.version, change ?? {});
      for (const outlet of this.#watchers) outlet.write(frame);
      for (const seat of this.#seats.values()) {
        for (const outlet of seat.outlets) outlet.write(frame);
      }
    }
    for (const [id, seat] of this.#seats) this.#tellSeat(seat, after.seat(id));
    for (const entry of fresh) this.#tellNotices(entry);
  }

  #tellSeat(seat: SeatListener, view: SeatView | undefined): void {
    const before = seat.view;
    seat.view = view;
    if (before === undefined || view === undefined) {
      if (before !== view) send(seat.outlets, seatFrame(view));
      return;
    }
    const change = diff(before, view);
    if (change !== undefined) send(seat.outlets, ownFrame(change));
  }

  #tellNotices(entry: LogEntry): void {
    for (const event of entry.events) {
      if (event.type !== "ProposalAccepted" && event.type !== "ProposalRejected") continue;
      const seat = this.#seats.get(event.proposal.seatId);
      // What a trusted seat sent was carried out at once: its own screen shows that.
      if (seat === undefined || entry.actor.kind !== "dm") continue;
      const accepted = event.type === "ProposalAccepted";
      const reason = accepted ? "" : event.reason;
      const notice: ProposalNotice = {
        proposal: this.fight.mask.hide(event.proposal.id),
        accepted,
        ...reason === "" ? {} : { reason },
      };
      send(seat.outlets, noticeFrame(notice));
    }
  }

  /** Ends the streams of players whose code was revoked, and of everybody when all is gone. */
  expel(who: "players" | "everybody"): void {
    const seats = [...this.#seats.values()].flatMap((seat) => [...seat.outlets]);
    const outlets = [...this.#watchers, ...seats, ...who === "everybody" ? this.#dms : []];
    for (const outlet of outlets) {
      outlet.write(GONE);
      outlet.close();
    }
  }

  heartbeat(): void {
    send(this.#dms, HEARTBEAT);
    send(this.#watchers, HEARTBEAT);
    for (const seat of this.#seats.values()) send(seat.outlets, HEARTBEAT);
  }

  close(): void {
    const seats = [...this.#seats.values()].flatMap((seat) => [...seat.outlets]);
    for (const outlet of [...this.#dms, ...this.#watchers, ...seats]) outlet.close();
  }

  #wholeTable(): Frame {
    this.#whole ??= tableFrame(this.#shown.version, this.#shown.json);
    return this.#whole;
  }
}

function send(outlets: Iterable<Outlet>, frame: Frame): void {
  for (const outlet of outlets) outlet.write(frame);
}
