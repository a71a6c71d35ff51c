/** What is kept of a DM's and of a player's screen, and how a page takes it up again. */
import type { EncounterClient } from "@/lib/client/encounter/encounter_client.ts";
import type { Connection } from "@/lib/client/encounter/connection.ts";
import type { PlayerClient } from "@/lib/client/player/player_client.ts";
import { isSeatView, isTableView } from "@/lib/client/player/shapes.ts";
import { isOpened, isPlain } from "@/lib/client/wire.ts";
import type { Instant } from "@/lib/combat/state.ts";
import type { OfflineCopy } from "./copy_storage.ts";

/** A screen that can be shown again without a connection. */
export interface OfflineScreen {
  readonly key: string;
  readonly connection: Connection;
  subscribe(listener: () => void): () => void;
  /** What the server told last; the same object as long as nothing came. */
  copy(): OfflineCopy;
  /** Shows a copy that was kept; false when what is shown, made at `shownAt`, is later. */
  adopt(copy: OfflineCopy, shownAt: Instant): boolean;
}

/** Entries of the log that are kept; older ones are asked for when the line is back. */
const LOG_KEPT = 100;

/** Makes the copy anew only when `sign` is another one than the last time. */
function copyMaker<Sign>(key: string, clock: () => number) {
  let last: { readonly sign: Sign; readonly copy: OfflineCopy } | undefined;
  return (sign: Sign, parts: (at: number) => Pick<OfflineCopy, "order" | "body">): OfflineCopy => {
    if (last === undefined || last.sign !== sign) {
      const at = clock();
      last = { sign, copy: { key, at, ...parts(at) } };
    }
    return last.copy;
  };
}

/** The DM's fight: its state as the server confirmed it, and the newest entries of its log. */
export function encounterScreen(client: EncounterClient): OfflineScreen {
  const key = `encounter ${client.state.id}`;
  const made = copyMaker<number>(key, () => Date.now() + client.clockOffset);
  return {
    key,
    get connection() {
      return client.connection;
    },
    subscribe: (listener) => client.subscribe(listener),
    copy: () =>
      made(client.confirmed, () => {
        const { state, log } = client.told();
        return { order: state.version, body: { state, log: log.slice(-LOG_KEPT) } };
      }),
    adopt: ({ body }) => isOpened(body) && client.adopt(body),
  };
}

/** A player's view, as the server sent it. */
export function playerScreen(client: PlayerClient, code: string): OfflineScreen {
  const key = `play ${code}`;
  const made = copyMaker<unknown>(key, () => Date.now() + client.clockOffset);
  return {
    key,
    get connection() {
      return client.connection;
    },
    subscribe: (listener) => client.subscribe(listener),
    // Versions of views cannot be compared: the time tells which is the later one.
    copy: () =>
      made(client.view, (at) => ({
        order: at,
        body: { view: client.view, version: client.version },
      })),
    adopt({ at, body }, shownAt) {
      if (at < shownAt || !isPlain(body) || typeof body["version"] !== "string") return false;
      const { view, version } = body;
      if (!isPlain(view) || !isTableView(view["table"])) return false;
      const { table, seat } = view;
      if (seat === undefined) return client.adopt({ view: { table }, version });
      return isSeatView(seat) && client.adopt({ view: { table, seat }, version });
    },
  };
}
