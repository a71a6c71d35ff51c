import { createHash } from "node:crypto";
import type { Id } from "@/lib/combat/state.ts";
import type { PlayerView, SeatView, TableView } from "@/lib/contracts/player_view.ts";
import type { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import type { ProjectionContext } from "@/lib/encounters/projection/effects.ts";
import { seatView } from "@/lib/encounters/projection/seat_view.ts";
import { tableView } from "@/lib/encounters/projection/table_view.ts";
import { Redaction } from "@/lib/encounters/projection/redaction.ts";

/** What players may see of a fight at one moment. */
export class PlayerProjection {
  readonly table: TableView;
  /** `table` as JSON. */
  readonly json: string;
  /**
   * Names this table by its content alone: it says nothing about how often the fight changed in
   * ways that players do not see, and is the same in every process.
   */
  readonly version: string;
  readonly #projection: ProjectionContext;

  constructor(private readonly encounter: LiveEncounter) {
    const { state, opaqueIds } = encounter;
    this.#projection = {
      state,
      redaction: new Redaction(state, encounter.memory.status),
      opaqueIds,
    };
    this.table = tableView(this.#projection, encounter.memory);
    this.json = JSON.stringify(this.table);
    this.version = createHash("sha256").update(this.json).digest("base64url").slice(0, 8);
  }

  /** A text of the DM's for players; undefined when it names somebody whom they do not know. */
  text(text: string): string | undefined {
    return this.#projection.redaction.text(text);
  }

  /** What one seat sees beyond the table. */
  seat(seatId: Id): SeatView | undefined {
    const seat = this.#projection.state.seats[seatId];
    return seat && seatView(this.#projection, seat);
  }

  view(seatId: Id | undefined): PlayerView {
    const seat = seatId === undefined ? undefined : this.seat(seatId);
    return { table: this.table, ...seat === undefined ? {} : { seat } };
  }
}

/** The seat of this fight that a browser sits in; the newest when it took several. */
export function seatOf(encounter: LiveEncounter, seatIds: readonly Id[]): Id | undefined {
  return seatIds.findLast((id) => Object.hasOwn(encounter.state.seats, id));
}
