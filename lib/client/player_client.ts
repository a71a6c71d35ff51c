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
