/** Draws the board as the tracker does and counts what each change draws again. */
import { signal } from "@preact/signals";
import { type ComponentType, options, render, type VNode } from "preact";
import { Board } from "@/components/encounter/Board.tsx";
import type { Command } from "@/lib/combat/commands.ts";
import { localEncounter } from "@/lib/client/encounter/testing/local_encounter.ts";
import { boardView } from "@/lib/client/tracker/board_view.ts";
import { LogLines } from "@/lib/client/tracker/log_view.ts";
import { EMPTY_TRACKER_STATE } from "@/lib/client/tracker/tracker_state.ts";
import { SAMPLE_ENCOUNTER } from "./sample_encounter.ts";

/** How often each component was drawn, by its name. */
export type Renders = Readonly<Record<string, number>>;

/** Preact calls this hook before each component draws itself; it has no public name. */
const HOOK = "__r";

function rendersOf(work: () => void): Renders {
  const counts: Record<string, number> = {};
  const before: unknown = Reflect.get(options, HOOK);
  Reflect.set(options, HOOK, (vnode: VNode) => {
    const { type } = vnode;
    const part: ComponentType | undefined = typeof type === "string" ? undefined : type;
    // A bundler numbers a name that stands twice.
    const name = (part?.displayName ?? part?.name ?? "").replace(/\d+$/, "");
    counts[name] = (counts[name] ?? 0) + 1;
    if (typeof before === "function") before(vnode);
  });
  try {
    work();
  } finally {
    Reflect.set(options, HOOK, before);
  }
  return counts;
}

/** The renders of the first drawing, of each command's, and of one more without a change. */
export function countRenders(
  root: Parameters<typeof render>[1],
  commands: readonly Command[],
): readonly Renders[] {
  const client = localEncounter({ state: SAMPLE_ENCOUNTER, log: [] });
  const lines = new LogLines();
  const connection = signal({ kind: "live", pending: 0 } as const);
  const texts = {};
  const draw = () =>
    render(
      <Board
        {...boardView(client.state, client.log, EMPTY_TRACKER_STATE, lines)}
        texts={texts}
        code={null}
        connection={connection}
        time="0:00"
        drag={null}
        olderLog={false}
        toast={null}
        polite=""
        assertive=""
      />,
      root,
    );
  const counted = [rendersOf(draw)];
  for (const command of commands) {
    const answer = client.dispatch(command);
    if (!answer.ok) throw new Error(answer.message);
    counted.push(rendersOf(draw));
  }
  return [...counted, rendersOf(draw)];
}
