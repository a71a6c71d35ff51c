import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Board } from "@/components/encounter/Board.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";
import { clockText } from "@/lib/combat/text.ts";
import type { EncounterSeed } from "@/lib/client/encounter/encounter_client.ts";
import type { FullTexts } from "@/lib/creatures/full_text.ts";
import { stateFor } from "@/lib/client/tracker/send_commands.ts";
import { boardView } from "@/lib/client/tracker/board_view.ts";
import { LogLines } from "@/lib/client/tracker/log_view.ts";
import { moveFocus, revealRow, scrollToRow } from "@/lib/client/tracker/keyboard.ts";
import { keyRows } from "@/lib/client/tracker/dialogs.ts";
import { type Started, startTracker } from "@/lib/client/tracker/start.ts";
import { turnElapsed } from "@/lib/combat/selectors.ts";
import type { EncounterQuery } from "@/lib/contracts/encounter_form.ts";

export interface TrackerProps {
  /** The fight as it was when the page was made. */
  readonly seed: EncounterSeed;
  /** The source's own words by stat block, where they were loaded before the page was made. */
  readonly texts: Readonly<Record<string, FullTexts>>;
  /** Join code; null until one was made. */
  readonly code: string | null;
  /** What the address asks to show: a creature, a pending action, a pane. */
  readonly ask: EncounterQuery;
  /** Why the last plain form did nothing. */
  readonly problem: string | null;
  /** The server's time when it made the page, in milliseconds. */
  readonly now: number;
  /** Where players join, without the code. */
  readonly joinAt: string;
}

const SAVED = { kind: "live", pending: 0 } as const;

/** The DM's screen. The server draws it first; here it comes to life on the same fight. */
export default function Tracker(props: TrackerProps) {
  const { seed, ask } = props;
  const root = useRef<HTMLDivElement>(null);
  const lines = useRef(new LogLines());
  const started = useSignal<Started | null>(null);
  const sheetPart = useSignal<ComponentType<DialogsProps> | null>(null);
  const live = started.value;
  const encounter = live?.tracker.encounter.value ?? seed.state;
  const trackerState = live?.tracker.trackerState.value ?? stateFor(seed.state, ask);
  const time = useComputed(() => {
    const running = started.value;
    const now = running?.now.value ?? props.now;
    return clockText(turnElapsed(running?.tracker.encounter.value ?? seed.state, now));
  });
  const connection = useComputed(() => started.value?.tracker.connection.value ?? SAVED);
  const polite = useComputed(() => started.value?.polite.value ?? "");

  useEffect(() => {
    if (root.current === null) return;
    const running = startTracker(root.current, { seed, ask, code: props.code });
    started.value = running;
    root.current.dataset["alive"] = "";
    return () => running.stop();
  }, []);

  // The dialogs are no part of a turn: they come when the first one is asked for.
  useSignalEffect(() => {
    if (started.value?.tracker.trackerState.value.dialog == null || sheetPart.peek() !== null) {
      return;
    }
    void import("@/components/encounter/Dialogs.tsx").then((loaded) => {
      sheetPart.value = loaded.Dialogs;
    });
  });

  const { pending } = trackerState;
  const held = pending === null ? "" : pending.kind === "line" ? pending.line : pending.kind;
  // Before the next key comes, so that fast fingers write into the field they opened.
  useLayoutEffect(() => {
    if (root.current !== null && live !== null) moveFocus(root.current, held !== "");
  }, [held]);
  // After the frame: reading places before it would make the browser lay out twice.
  useEffect(() => {
    if (root.current !== null) scrollToRow(root.current, encounter.activeId);
  }, [encounter.activeId]);
  useEffect(() => {
    if (root.current !== null) revealRow(root.current, trackerState.cursor);
  }, [trackerState.cursor]);

  const problem = props.problem === null ? null : { text: props.problem, bad: true, undo: false };
  const toast = live === null ? problem : live.tracker.toast.value;
  const OpenDialog = sheetPart.value;
  const code = live?.code.value ?? props.code;
  const dialog = live?.dialogs.value;
  return (
    <div class="tracker" data-pane={trackerState.pane} ref={root}>
      <Board
        {...boardView(encounter, live?.tracker.log.value ?? seed.log, trackerState, lines.current)}
        texts={props.texts}
        code={code}
        connection={connection}
        time={time}
        drag={live?.drag.value ?? null}
        olderLog={live?.tracker.hasOlder() ?? false}
        toast={toast}
        polite={polite}
        assertive={toast?.bad ? toast.text : ""}
        dialog={OpenDialog !== null && dialog !== undefined && trackerState.dialog !== null && (
          <OpenDialog
            {...dialog}
            dialog={trackerState.dialog}
            id={trackerState.dialogId}
            encounter={encounter}
            code={code}
            joinAt={props.joinAt}
            keyRows={keyRows(dialog.choices)}
            keysOff={dialog.choices.off}
          />
        )}
      />
    </div>
  );
}
