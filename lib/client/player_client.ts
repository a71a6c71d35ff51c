/**
 * A player's side of the wire: shows what the server sends and sends what the player asks for.
 * It knows no rules and imports no engine: the whole page must stay small.
 */
import type { Connection } from "@/lib/client/connection.ts";
import type {
  PlayerView,
  ProposalNotice,
  SeatProposal,
  ViewId,
} from "@/lib/contracts/player_view.ts";

export interface SeatOptions {
  readonly code: string;
  /** The view that the page was rendered from, and its version. */
  readonly seed: { readonly view: PlayerView; readonly version: string };
  readonly onNotice?: (notice: ProposalNotice) => void;
}

/** What came of a request: done, or one sentence why not. */
export type SeatAnswer = { readonly ok: true } | {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
};

export interface PlayerClient {
  readonly view: PlayerView;
  readonly connection: Connection;
  /** The server's clock minus this device's, in milliseconds. */
  readonly clockOffset: number;
  subscribe(listener: () => void): () => void;
  /** Sits down as a character of `view.table.claimable`. */
  claim(characterId: ViewId, player: string): Promise<SeatAnswer>;
  propose(body: SeatProposal): Promise<SeatAnswer>;
  /** Answers a request of `view.seat.requests`: a typed total, or rolled here when absent. */
  answer(requestId: ViewId, total?: number): Promise<SeatAnswer>;
  /** Stands up. */
  release(): Promise<SeatAnswer>;
  close(): void;
}

/** How many visible turns until the own row's: 0 = now; undefined when it has none. */
export function turnsUntilOwn(view: PlayerView): number | undefined {
  const { order, rows, active } = view.table;
  const own = view.seat?.own.row;
  if (own === undefined || active === undefined) return undefined;
  const from = order.indexOf(active);
  let turns = 0;
  for (let step = 0; step < order.length; step++) {
    const id = order[(from + step) % order.length];
    if (id === undefined) continue;
    if (id === own) return turns;
    const life = rows[id]?.life;
    if (life !== "dead" && life !== "defeated" && !rows[id]?.delaying) turns++;
  }
  return undefined;
}
