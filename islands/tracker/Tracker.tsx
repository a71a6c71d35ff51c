import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Board } from "@/components/fight/Board.tsx";
import type { SheetsProps } from "@/components/fight/Sheets.tsx";
import { clock } from "@/components/fight/words.ts";
import { type FightSeed, openFight } from "@/lib/client/fight_client.ts";
import { readChoices } from "@/lib/client/keys.ts";
import { announcement, announcer } from "@/lib/client/tracker/announce.ts";
import { boardView } from "@/lib/client/tracker/board_view.ts";
import { deskFor } from "@/lib/client/tracker/ask.ts";
import type { FightQuery } from "@/lib/contracts/fight_form.ts";
import {
  listen,
  moveFocus,
  PAGE_TOOLS,
  revealRow,
  scrollToRow,
} from "@/lib/client/tracker/listen.ts";
import { openTracker, type Tracker as Running } from "@/lib/client/tracker/tracker.ts";
import { turnElapsed } from "@/lib/combat/selectors.ts";

export interface TrackerProps {
  /** The fight as it was when the page was made. */
  readonly seed: FightSeed;
  readonly code: string | null;
  /** What the address asks to show: a creature, a hand, a pane. */
  readonly ask: FightQuery;
  /** Why the last plain form did nothing. */
  readonly problem: string | null;
  /** The server's time when it made the page, in milliseconds. */
  readonly now: number;
}

const LIVE = { kind: "live", pending: 0 } as const;

/** The DM's screen. Drawn on the server first; here it comes to life on the same seed. */
export default function Tracker({ seed, code, ask, problem, now }: TrackerProps) {
  const root = useRef<HTMLDivElement>(null);
  const running = useSignal<Running | null>(null);
  const time = useSignal(now);
  const polite = useSignal("");
  const sheets = useSignal<ComponentType<SheetsProps> | null>(null);
  const live = running.value;
  const fight = live?.fight.value ?? seed.state;
  const log = live?.log.value ?? seed.log;
  const shown = live?.desk.value ?? deskFor(seed.state, ask);
  const view = boardView(fight, log, shown);
  const elapsed = useComputed(() =>
    clock(turnElapsed(running.value?.fight.value ?? seed.state, time.value))
  );

  useEffect(() => {
    const board = root.current;
    if (board === null) return;
    const client = openFight({
      encounterId: seed.state.id,
      seed,
      onRefused: ({ refusal }) =>
        running.peek()?.say({ text: refusal.message, bad: true, undo: false }),
    });
    const tracker = openTracker(client, PAGE_TOOLS);
    tracker.desk.value = deskFor(seed.state, ask);
    running.value = tracker;
    const choices = () => readChoices(localStorage.getItem("keys"));
    const stop = listen(board, tracker, choices);
    const tick = setInterval(() => (time.value = Date.now() + client.clockOffset), 1_000);
    board.dataset["alive"] = "";
    return () => {
      clearInterval(tick);
      stop();
      tracker.close();
    };
  }, []);

  // What came in since the last time is told to screen readers.
  useEffect(() => {
    if (live === null) return;
    const voice = announcer((text) => (polite.value = text));
    let told = live.fight.peek().version;
    const stop = live.log.subscribe((entries) => {
      const fresh = entries.filter((entry) => entry.version > told);
      told = entries.at(-1)?.version ?? told;
      voice.say(announcement(live.fight.peek(), fresh));
    });
    return () => {
      stop();
      voice.stop();
    };
  }, [live]);

  useSignalEffect(() => {
    const wanted = running.value?.desk.value.sheet != null;
    if (wanted && sheets.peek() === null) {
      void import("@/components/fight/Sheets.tsx").then((loaded) => sheets.value = loaded.Sheets);
    }
  });

  const held = shown.hand === null ? "" : `${shown.hand.kind} ${"line" in shown.hand}`;
  useEffect(() => {
    if (root.current !== null && live !== null) moveFocus(root.current, held !== "");
  }, [held]);
  useEffect(() => {
    if (root.current === null) return;
    scrollToRow(root.current, fight.activeId, live === null ? "instant" : "smooth");
  }, [fight.activeId]);
  useEffect(() => {
    if (root.current !== null) revealRow(root.current, shown.cursor);
  }, [shown.cursor]);

  const toast = live !== null
    ? live.toast.value
    : problem === null
    ? null
    : { text: problem, bad: true, undo: false };
  const Sheets = sheets.value;
  return (
    <div class="fight" data-pane={shown.pane} ref={root}>
      <Board
        {...view}
        code={code}
        conn={live?.connection.value ?? LIVE}
        time={elapsed}
        drag={null}
        olderLog={false}
        toast={toast}
        polite={polite}
        assertive={toast?.bad ? toast.text : ""}
        sheet={Sheets !== null && live !== null && shown.sheet !== null && (
          <Sheets sheet={shown.sheet} id={shown.sheetId} fight={fight} code={code} />
        )}
      />
    </div>
  );
}
