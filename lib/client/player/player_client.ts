/**
 * A player's side of the wire: shows what the server sends and sends what the player asks for.
 * It knows no rules and imports no engine: the whole page must stay small.
 */
import { patched } from "@/lib/contracts/player_patch.ts";
import { isNotice, isPatch, isProblem, isSeatView, isTableView } from "./shapes.ts";
import { parseJson, readAnswer } from "@/lib/client/wire.ts";
import type {
  PlayerView,
  ProposalNotice,
  SeatProposal,
  SeatView,
  TableView,
  ViewId,
} from "@/lib/contracts/player_view.ts";
import type { Connection, ConnectionKind } from "@/lib/client/encounter/connection.ts";
import { browserEnvironment, type ClientEnvironment, hex } from "@/lib/client/environment.ts";
import { openStream } from "@/lib/client/event_stream.ts";

export interface SeatOptions {
  readonly code: string;
  /** The view that the page was rendered from, and its version. */
  readonly seed: { readonly view: PlayerView; readonly version: string };
  readonly onNotice?: (notice: ProposalNotice) => void;
  readonly environment?: ClientEnvironment;
}

/** What came of a request: done, or one sentence why not. */
export type SeatAnswer = { readonly ok: true } | {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
};

export interface PlayerClient {
  readonly view: PlayerView;
  /** The version of `view`, as the server names it. */
  readonly version: string;
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
  /** Goes on from what this device kept; false once the server has been heard. */
  adopt(kept: SeatOptions["seed"]): boolean;
  close(): void;
}

/** Times that a proposal is sent before the player is told that it did not get through. */
const TRIES = 3;

const SEAT_LOST = "You have no seat any more. Choose a character, or ask your DM.";

/** Opens the view of a fight; close it when the page goes away. */
export function openSeat(options: SeatOptions): PlayerClient {
  const env = options.environment ?? browserEnvironment();
  const api = `/api/v1/play/${options.code}`;
  const listeners = new Set<() => void>();
  let { view, version } = options.seed;
  let line: ConnectionKind = "offline";
  let sending = 0;
  let held = false;
  let connection: Connection = { kind: line, pending: 0 };
  let clockOffset = 0;

  function changed(): void {
    const kind = line === "live" && sending > 0 ? "sending" : line;
    connection = { kind, pending: sending };
    for (const listener of [...listeners]) listener();
  }

  const show = (next: PlayerView) => {
    view = next;
    changed();
  };
  const withSeat = (seat: PlayerView["seat"] | null): PlayerView =>
    seat ? { table: view.table, seat } : { table: view.table };

  const handlers: Record<string, (data: string) => void> = {
    hello: (data) => clockOffset = Number(data) - env.now(),
    table: (data) => {
      const table = parseJson(data);
      if (isTableView(table)) show({ ...view, table });
    },
    "": (data) => {
      const change = parseJson(data);
      if (isPatch<TableView>(change)) {
        show({ ...view, table: patched<TableView>(view.table, change) });
      }
    },
    seat: (data) => {
      const seat = parseJson(data);
      if (seat !== null && !isSeatView(seat)) return;
      const lost = view.seat && seat === null;
      show(withSeat(seat));
      if (lost) options.onNotice?.({ proposal: "", accepted: false, reason: SEAT_LOST });
    },
    own: (data) => {
      const change = parseJson(data);
      if (view.seat && isPatch<SeatView>(change)) {
        show(withSeat(patched<SeatView>(view.seat, change)));
      }
    },
    notice: (data) => {
      const notice = parseJson(data);
      if (isNotice(notice)) options.onNotice?.(notice);
    },
    gone: () => setLine("gone"),
  };

  function setLine(kind: ConnectionKind): void {
    line = kind;
    changed();
  }

  const listen = () =>
    openStream(env, {
      url: `${api}/stream`,
      lastId: () => version,
      onEvent(event, data, id) {
        handlers[event]?.(data);
        if (id) version = id;
      },
      onHeld(reason) {
        held = true;
        options.onNotice?.({ proposal: "", accepted: false, reason });
      },
      onState(state) {
        // What was said of it is over.
        if (held && state === "open") options.onNotice?.({ proposal: "", accepted: true });
        held &&= state !== "open";
        if (line !== "gone") {
          setLine(state === "open" ? "live" : state === "lost" ? "offline" : state);
        }
      },
    });
  let stream = listen();

  /** A seat is part of the stream from its start: who sits down or stands up listens anew. */
  function listenAnew(): void {
    stream.close();
    stream = listen();
  }

  async function request(method: string, path: string, body?: unknown): Promise<SeatAnswer> {
    sending++;
    changed();
    try {
      for (let tries = 1;; tries++) {
        try {
          const response = await env.fetch(api + path, {
            method,
            headers: { "content-type": "application/json" },
            ...body !== undefined && { body: JSON.stringify(body) },
          });
          if (response.ok) return { ok: true };
          const problem = await readAnswer(response, isProblem);
          if (problem === undefined) throw new TypeError("The answer says no reason");
          return { ok: false, code: problem.code, message: problem.detail };
        } catch {
          if (tries >= TRIES) {
            const message = "You are offline. Try again when you are connected.";
            return { ok: false, code: "OFFLINE", message };
          }
          await new Promise<void>((resolve) => env.later(resolve, tries * 600));
        }
      }
    } finally {
      sending--;
      changed();
    }
  }

  async function changeSeat(method: string, body?: unknown): Promise<SeatAnswer> {
    const answer = await request(method, "/seat", body);
    if (answer.ok) listenAnew();
    return answer;
  }

  const d20 = () => {
    // Of 256 values the last 16 would make low numbers likelier.
    for (;;) {
      const [byte = 255] = env.randomBytes(1);
      if (byte < 240) return byte % 20 + 1;
    }
  };

  const propose = (body: SeatProposal) => {
    // One id for all tries: however often it arrives, it is carried out once.
    return request("POST", "/proposals", { id: hex(env, 12), body });
  };

  return {
    get view() {
      return view;
    },
    get version() {
      return version;
    },
    get connection() {
      return connection;
    },
    get clockOffset() {
      return clockOffset;
    },
    adopt(kept) {
      if (line !== "offline") return false;
      ({ view, version } = kept);
      // What is on its way may be a change of the older view.
      listenAnew();
      changed();
      return true;
    },
    subscribe(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    claim: (character, player) => changeSeat("POST", { character, player }),
    release: () => changeSeat("DELETE"),
    propose,
    answer(requestId, typed) {
      const asked = view.seat?.requests[requestId];
      if (!asked) return Promise.resolve({ ok: true });
      const natural = typed === undefined ? d20() : undefined;
      if (asked.kind === "death-save") {
        return propose({ kind: "death-save", natural: natural ?? typed ?? 0 });
      }
      const total = typed ?? (natural ?? 0) + asked.bonus;
      if (asked.kind === "initiative") return propose({ kind: "initiative", value: total });
      return propose({ kind: "save", requestId, total, ...natural && { natural } });
    },
    close() {
      stream.close();
      listeners.clear();
    },
  };
}
