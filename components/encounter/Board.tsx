import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { FullTexts } from "@/lib/creatures/full_text.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { ConnectionStatusProps } from "./ConnectionStatus.tsx";
import { PendingPanel, type PendingView } from "./PendingAction.tsx";
import { Log, type LogLineProps } from "./Log.tsx";
import { InitiativeList } from "./InitiativeList.tsx";
import { InitiativeHead, roundTitle, type Ticking, turnOf } from "./InitiativeHead.tsx";
import { NothingWaits, Prompts, promptWords, waitingCount } from "./Prompts.tsx";
import { StatBlockPanel } from "./StatBlockPanel.tsx";
import type { Pane } from "@/lib/actions/tracker_action.ts";
import { PromptStrip, Tabs } from "./Tabs.tsx";
import { Toast, type ToastProps } from "@/components/ui/Toast.tsx";
import { TopBar } from "./TopBar.tsx";
import { TurnBar } from "./TurnBar.tsx";

/** Everything that the screen shows, ready to be drawn. */
export interface BoardProps {
  encounter: EncounterState;
  /** Full texts by stat block. */
  texts: Readonly<Record<Id, FullTexts>>;
  code: string | null;
  connection: ReadonlySignal<ConnectionStatusProps>;
  time: Ticking;
  pane: Pane;
  cursor: Id | null;
  open: Id | null;
  /** Creature or group in the stat pane. */
  shown: Id | null;
  answering: Id | null;
  digits: ReadonlyMap<Id, string>;
  targets: ReadonlySet<Id>;
  after: ReadonlyMap<Id, number>;
  drag: { id: Id; over: Id | null } | null;
  nextId: Id | null;
  nextText: string;
  pending: PendingView | null;
  lines: readonly LogLineProps[];
  canUndo: boolean;
  canRedo: boolean;
  wholeLog: boolean;
  olderLog: boolean;
  toast: ToastProps | null;
  polite: Ticking;
  assertive: Ticking;
  /** The open dialog. */
  dialog?: ComponentChildren;
}

function InitiativePane(props: BoardProps) {
  const { encounter } = props;
  return (
    <main class="tracker-initiative" aria-labelledby="round-t">
      <InitiativeHead
        round={roundTitle(encounter)}
        turn={turnOf(encounter)}
        running={encounter.status === "running"}
        paused={encounter.clock.paused}
        time={props.time}
      />
      <InitiativeList
        encounter={encounter}
        nextId={props.nextId}
        digits={props.digits}
        targets={props.targets}
        after={props.after}
        cursor={props.cursor}
        open={props.open}
        drag={props.drag}
      />
      <TurnBar
        encounterId={encounter.id}
        status={encounter.status}
        empty={encounter.order.length === 0}
        next={props.nextText}
        canUndo={props.canUndo}
      />
    </main>
  );
}

function Panes(props: BoardProps) {
  const { encounter, pending } = props;
  const live = pending?.kind === "area" ? pending.area.actionId : null;
  const [oldest] = encounter.prompts;
  const waiting = waitingCount(encounter);
  return (
    <>
      <Tabs pane={props.pane} waiting={waiting} />
      <PromptStrip
        prompts={encounter.prompts}
        text={oldest === undefined ? "" : promptWords(encounter, oldest).join("")}
      />
      <section
        class="tracker-stat-block"
        aria-label="Creature"
        tabIndex={0}
        data-now={props.shown === encounter.activeId ? "" : undefined}
      >
        <StatBlockPanel
          encounter={encounter}
          texts={props.texts}
          id={props.shown}
          live={live}
          after={props.after}
        />
      </section>
      <aside class="tracker-side" tabIndex={0} aria-label="Action and prompts">
        <PendingPanel
          pending={pending}
          areas={Object.values(encounter.areas).filter((area) => !area.applied)}
        />
        {waiting === 0
          ? <NothingWaits />
          : <Prompts encounter={encounter} answering={props.answering} />}
      </aside>
      <section class="tracker-log" aria-labelledby="log-t" tabIndex={0}>
        <Log
          lines={props.lines}
          canRedo={props.canRedo}
          all={props.wholeLog}
          more={props.olderLog}
        />
      </section>
    </>
  );
}

/** The DM's screen of one fight. The server and the browser draw the same. */
export function Board(props: BoardProps) {
  const { encounter } = props;
  return (
    <>
      {/* Buttons all over the board name this form: without scripts they ask for another view. */}
      <form id="screen-state" method="get" hidden>
        <input type="hidden" name="at" value={[...props.targets].join(" ")} />
      </form>
      <TopBar
        name={encounter.name}
        edition={encounter.edition}
        when={[roundTitle(encounter), turnOf(encounter)].filter((part) => part !== "").join(", ")}
        running={encounter.status === "running"}
        phones={Object.keys(encounter.seats).length}
        time={props.time}
        connection={props.connection}
        code={props.code}
      />
      <InitiativePane {...props} />
      <Panes {...props} />
      {props.toast !== null && <Toast {...props.toast} />}
      <div class="sr-only" role="status" aria-live="polite">{props.polite}</div>
      <div class="sr-only" role="alert" aria-live="assertive">{props.assertive}</div>
      {props.dialog}
    </>
  );
}
