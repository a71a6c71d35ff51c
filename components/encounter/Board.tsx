import type { ComponentChildren } from "preact";
import type { FullTexts } from "@/lib/creatures/full_text.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { ConnProps } from "./ConnectionStatus.tsx";
import { Hand, type HandView } from "./PendingAction.tsx";
import { Log, type LogLineProps } from "./Log.tsx";
import { Order } from "./InitiativeList.tsx";
import { OrderHead, type Ticking } from "./InitiativeHead.tsx";
import { Prompts, promptWords, waitingCount } from "./Prompts.tsx";
import { Stat } from "./StatBlockPanel.tsx";
import { type Pane, PromptStrip, Tabs } from "./Tabs.tsx";
import { Toast, type ToastProps } from "@/components/ui/Toast.tsx";
import { TopBar } from "./TopBar.tsx";
import { TurnBar } from "./TurnBar.tsx";

/** Everything that the screen shows, ready to be drawn. */
export interface BoardProps {
  fight: EncounterState;
  /** Full texts by stat block. */
  texts: Readonly<Record<Id, FullTexts>>;
  code: string | null;
  conn: ConnProps;
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
  hand: HandView | null;
  lines: readonly LogLineProps[];
  canUndo: boolean;
  canRedo: boolean;
  wholeLog: boolean;
  olderLog: boolean;
  toast: ToastProps | null;
  polite: Ticking;
  assertive: Ticking;
  /** The open sheet. */
  sheet?: ComponentChildren;
}

function OrderPane(props: BoardProps) {
  const { fight } = props;
  return (
    <main class="fight-order" aria-labelledby="round-t">
      <OrderHead fight={fight} time={props.time} />
      <Order
        fight={fight}
        nextId={props.nextId}
        digits={props.digits}
        targets={props.targets}
        after={props.after}
        cursor={props.cursor}
        open={props.open}
        drag={props.drag}
      />
      <TurnBar fight={fight} next={props.nextText} canUndo={props.canUndo} />
    </main>
  );
}

function Panes(props: BoardProps) {
  const { fight, hand } = props;
  const live = hand?.kind === "area" ? hand.area.actionId : null;
  const [oldest] = fight.prompts;
  return (
    <>
      <Tabs pane={props.pane} waiting={waitingCount(fight)} />
      <PromptStrip
        prompts={fight.prompts}
        text={oldest === undefined ? "" : promptWords(fight, oldest).join("")}
      />
      <section
        class="fight-stat"
        aria-label="Creature"
        tabIndex={0}
        data-now={props.shown === fight.activeId ? "" : undefined}
      >
        <Stat fight={fight} texts={props.texts} id={props.shown} live={live} after={props.after} />
      </section>
      <aside class="fight-side" tabIndex={0} aria-label="Action and prompts">
        <Hand
          hand={hand}
          areas={Object.values(fight.areas).filter((area) => !area.applied)}
        />
        <Prompts fight={fight} answering={props.answering} />
      </aside>
      <section class="fight-log" aria-labelledby="log-t" tabIndex={0}>
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
  return (
    <>
      {/* Buttons all over the board name this form: without scripts they ask for another view. */}
      <form id="desk" method="get" hidden>
        <input type="hidden" name="at" value={[...props.targets].join(" ")} />
      </form>
      <TopBar fight={props.fight} time={props.time} conn={props.conn} code={props.code} />
      <OrderPane {...props} />
      <Panes {...props} />
      {props.toast !== null && <Toast {...props.toast} />}
      <div class="vh" role="status" aria-live="polite">{props.polite}</div>
      <div class="vh" role="alert" aria-live="assertive">{props.assertive}</div>
      {props.sheet}
    </>
  );
}
