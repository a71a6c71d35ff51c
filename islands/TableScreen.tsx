import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ConnectionStatus } from "@/components/player/ConnectionStatus.tsx";
import { TableDisplay } from "@/components/player/TableDisplay.tsx";
import type { Connection } from "@/lib/client/encounter/connection.ts";
import { startOfflineCache } from "@/lib/client/offline/start_offline_cache.ts";
import { openSeat } from "@/lib/client/player/player_client.ts";
import type { PlayerView } from "@/lib/contracts/player_view.ts";
import { TurnTimer } from "@/components/player/TurnTimer.tsx";

const LIVE: Connection = { kind: "live", pending: 0 };

/** The table display: follows the fight, has no controls. */
export default function TableScreen({ code, seed, now, children }: {
  readonly code: string;
  readonly seed: { readonly view: PlayerView; readonly version: string };
  readonly now: number;
  /** Code, address and QR picture, rendered on the server. */
  readonly children?: ComponentChildren;
}) {
  const [table, setTable] = useState(seed.view.table);
  const [connection, setConnection] = useState(LIVE);
  const [offset, setOffset] = useState(0);
  useEffect(() => {
    const client = openSeat({ code, seed });
    const off = client.subscribe(() => {
      setTable(client.view.table);
      setConnection(client.connection);
      setOffset(client.clockOffset);
    });
    const offline = startOfflineCache(({ keepPlay }) => keepPlay(client, code));
    return () => {
      off();
      offline.stop();
      client.close();
    };
  }, []);
  return (
    <TableDisplay
      table={table}
      timer={<TurnTimer timer={table.timer} now={now} offset={offset} />}
      connection={<ConnectionStatus connection={connection} />}
      join={children}
    />
  );
}
