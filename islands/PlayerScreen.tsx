import { useEffect, useRef, useState } from "preact/hooks";
import { RollRequest } from "@/components/player/RollRequest.tsx";
import { ConnectionStatus } from "@/components/player/ConnectionStatus.tsx";
import { DeathCard } from "@/components/player/DeathCard.tsx";
import { ActionBar, DeathBar, type OpenDialog } from "@/components/player/ActionBar.tsx";
import { JoinList } from "@/components/player/JoinList.tsx";
import { NowCard } from "@/components/player/NowCard.tsx";
import { PlayerInitiative } from "@/components/player/PlayerInitiative.tsx";
import { YourTurn } from "@/components/player/YourTurn.tsx";
import { startOfflineCache } from "@/lib/client/offline/start_offline_cache.ts";
import { openSeat, type PlayerClient } from "@/lib/client/player/player_client.ts";
import { turnsUntilOwn } from "@/lib/contracts/player_turns.ts";
import type { Connection } from "@/lib/client/encounter/connection.ts";
import type { PlayerView, SeatProposal } from "@/lib/contracts/player_view.ts";
import type { SeatDialog } from "@/components/player/SeatDialog.tsx";
import { TurnAnnouncement } from "@/components/player/TurnAnnouncement.tsx";
import { TurnTimer } from "@/components/player/TurnTimer.tsx";

/** A player's phone: what the server shows, and what the player sends. Knows no rules. */
export default function PlayerScreen({ code, seed, now, problem, watching }: {
  readonly code: string;
  readonly seed: { readonly view: PlayerView; readonly version: string };
  readonly now: number;
  /** Why the last plain form did nothing; "" when it did. */
  readonly problem: string;
  readonly watching: boolean;
}) {
  const [view, setView] = useState(seed.view);
  const [connection, setConnection] = useState<Connection>({ kind: "live", pending: 0 });
  const [dialog, setDialog] = useState<
    { readonly which: OpenDialog; readonly View: typeof SeatDialog }
  >();
  const [notice, setNotice] = useState(problem);
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
    const offline = startOfflineCache(({ keepPlay }) => keepPlay(opened, code));
    const ends = [opened.subscribe(follow), offline.stop, opened.close];
    return () => ends.forEach((end) => end());
  }, []);

  const turns = turnsUntilOwn(view);
  const { table, seat } = view;
  const running = table.status === "running";
  const down = seat?.own.life;
  const death = Object.entries(seat?.requests ?? {}).find(([, ask]) => ask.kind === "death-save");
  const turn = running && turns === 0;
  const mine = turn && !down;

  const tell = async (answer: ReturnType<PlayerClient["propose"]> | undefined) => {
    const told = await answer;
    setNotice(told && !told.ok ? told.message : "");
  };
  const send = (body: SeatProposal) => {
    setDialog(undefined);
    return tell(client.current?.propose(body));
  };
  const endTurn = () => send({ kind: "end-turn" });
  // Most looks at the phone open no dialog: its code comes with the first one.
  const open = (which: OpenDialog) =>
    import("@/components/player/SeatDialog.tsx").then(
      ({ SeatDialog: View }) => setDialog({ which, View }),
      () => setNotice("No connection. Try again when it is back."),
    );
  const answer = (id: string, total?: number) => tell(client.current?.answer(id, total));
  const timer = (
    <TurnTimer timer={table.timer} now={now} offset={client.current?.clockOffset ?? 0} />
  );

  return (
    <main class={mine ? "player-page own-turn" : "player-page"} data-seat={seat ? "" : undefined}>
      <TurnAnnouncement view={view} turns={turns} mine={turn} />
      <header class="top-bar">
        <span class="name">{running ? `Round ${table.round}` : table.name}</span>
        <span class="push" />
        <ConnectionStatus connection={connection} />
      </header>
      <div class="player-now">
        {mine && seat
          ? <YourTurn view={view} seat={seat} timer={timer} onEnd={endTurn} />
          : down && seat
          ? <DeathCard seat={seat} timer={turn && timer} onEnd={turn && !death && endTurn} />
          : (running || seat || watching) && <NowCard view={view} turns={turns} timer={timer} />}
        {seat && <RollRequest seat={seat} onAnswer={answer} />}
      </div>
      {!mine && (seat || watching) && <PlayerInitiative table={table} own={seat?.own.row} />}
      {notice && <p class="toast" role="alert">{notice}</p>}
      {!seat && <JoinList table={table} code={code} watching={watching} />}
      {seat && (death
        ? <DeathBar request={death[0]} onAnswer={answer} />
        : <ActionBar seat={seat} onOpen={open} />)}
      {seat && dialog && (
        <dialog.View
          seat={seat}
          code={code}
          dialog={dialog.which}
          onSend={send}
          onClose={() => setDialog(undefined)}
        />
      )}
    </main>
  );
}
