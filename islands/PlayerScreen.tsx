import { useEffect, useRef, useState } from "preact/hooks";
import { AskCard } from "@/components/player/AskCard.tsx";
import { Conn } from "@/components/player/ConnectionStatus.tsx";
import { DeathCard } from "@/components/player/DeathCard.tsx";
import { DeathDock, Dock, type Sheet } from "@/components/player/ActionBar.tsx";
import { JoinList } from "@/components/player/JoinList.tsx";
import { NowCard } from "@/components/player/NowCard.tsx";
import { PlayOrder } from "@/components/player/PlayerInitiative.tsx";
import { YourTurn } from "@/components/player/YourTurn.tsx";
import { keepLater } from "@/lib/client/offline/start_offline_cache.ts";
import { openSeat, type PlayerClient } from "@/lib/client/player/player_client.ts";
import { turnsUntilOwn } from "@/lib/contracts/player_turns.ts";
import type { Connection } from "@/lib/client/encounter/connection.ts";
import type { PlayerView, SeatProposal } from "@/lib/contracts/player_view.ts";
import type { SeatSheet } from "@/components/player/SeatDialog.tsx";
import { TurnNews } from "@/components/player/TurnAnnouncement.tsx";
import { TurnTimer } from "@/components/player/TurnTimer.tsx";

const LIVE: Connection = { kind: "live", pending: 0 };

/** A player's phone: what the server shows, and what the player sends. Knows no rules. */
export default function PlayScreen({ code, seed, now, watching }: {
  readonly code: string;
  readonly seed: { readonly view: PlayerView; readonly version: string };
  readonly now: number;
  readonly watching: boolean;
}) {
  const [view, setView] = useState(seed.view);
  const [connection, setConnection] = useState(LIVE);
  const [sheet, setSheet] = useState<{ readonly which: Sheet; readonly View: typeof SeatSheet }>();
  const [notice, setNotice] = useState("");
  const client = useRef<PlayerClient>();

  useEffect(() => {
    const opened = openSeat({
      code,
      seed,
      onNotice: (n) => setNotice(n.accepted ? "" : n.reason ?? "Your DM said no."),
    });
    client.current = opened;
    const follow = () => {
      setView(opened.view);
      setConnection(opened.connection);
    };
    const ends = [opened.subscribe(follow), keepLater(opened), opened.close];
    return () => ends.forEach((end) => end());
  }, []);

  const turns = turnsUntilOwn(view);
  const { table, seat } = view;
  const running = table.status === "running";
  const down = seat?.own.life;
  const death = Object.entries(seat?.requests ?? {}).find(([, ask]) => ask.kind === "death-save");
  const mine = running && turns === 0 && !down;

  const tell = async (answer: ReturnType<PlayerClient["propose"]> | undefined) => {
    const told = await answer;
    setNotice(told && !told.ok ? told.message : "");
  };
  const send = (body: SeatProposal) => {
    setSheet(undefined);
    return tell(client.current?.propose(body));
  };
  // Most looks at the phone open no sheet: its code comes with the first one.
  const open = (which: Sheet) =>
    import("@/components/player/SeatDialog.tsx").then(
      ({ SeatSheet: View }) => setSheet({ which, View }),
      () => setNotice("No connection. Try again when it is back."),
    );
  const answer = (id: string, total?: number) => tell(client.current?.answer(id, total));
  const timer = (
    <TurnTimer timer={table.timer} now={now} offset={client.current?.clockOffset ?? 0} />
  );

  return (
    <main class={mine ? "play yours" : "play"} data-seat={seat ? "" : undefined}>
      <TurnNews view={view} turns={turns} mine={mine} />
      <header class="top">
        <span class="name">{running ? `Round ${table.round}` : table.name}</span>
        <span class="push" />
        <Conn connection={connection} />
      </header>
      {mine && seat
        ? (
          <YourTurn
            view={view}
            seat={seat}
            timer={timer}
            onEnd={() => send({ kind: "end-turn" })}
          />
        )
        : down && seat
        ? <DeathCard seat={seat} />
        : (
          <div>
            {(running || seat || watching) && <NowCard view={view} turns={turns} timer={timer} />}
            {seat && <AskCard seat={seat} onAnswer={answer} />}
          </div>
        )}
      {!mine && (seat || watching) && <PlayOrder table={table} own={seat?.own.row} />}
      {notice && <p class="toast" role="alert">{notice}</p>}
      {!seat && <JoinList table={table} code={code} watching={watching} />}
      {seat && (death
        ? <DeathDock request={death[0]} onAnswer={answer} />
        : <Dock seat={seat} onOpen={open} />)}
      {seat && sheet && (
        <sheet.View
          seat={seat}
          code={code}
          sheet={sheet.which}
          onSend={send}
          onClose={() => setSheet(undefined)}
        />
      )}
    </main>
  );
}
