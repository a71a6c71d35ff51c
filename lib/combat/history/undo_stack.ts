/**
 * The stacks behind undo and redo. A step is one undoable log entry, named by its version;
 * consecutive steps share a range, so a long fight stays a short list. [UNDO-1] ff.
 */
import type { History } from "@/lib/combat/state.ts";

type Ranges = History["done"];

/** The version that the next undo takes back. */
export function lastStep(history: History): number | undefined {
  return history.done.at(-1)?.[1];
}

/** The version that the next redo does again. */
export function nextRedo(history: History): number | undefined {
  return history.undone.at(-1)?.[0];
}

export function holdsStep(ranges: Ranges, version: number): boolean {
  return ranges.some(([from, to]) => version >= from && version <= to);
}

function pushAbove(ranges: Ranges, version: number): Ranges {
  const last = ranges.at(-1);
  return last && last[1] === version - 1
    ? [...ranges.slice(0, -1), [last[0], version]]
    : [...ranges, [version, version]];
}

function pushBelow(ranges: Ranges, version: number): Ranges {
  const last = ranges.at(-1);
  return last && last[0] === version + 1
    ? [...ranges.slice(0, -1), [version, last[1]]]
    : [...ranges, [version, version]];
}

/** A new step: what was undone before it cannot be redone any more. */
export function stepDone(history: History, version: number): History {
  const done = pushAbove(history.done, version);
  return {
    done,
    undone: [],
    joined: history.undone.length === 0
      ? history.joined
      : history.joined.filter(([, step]) => holdsStep(done, step)),
  };
}

/** A late entry that belongs to `step`. */
export function stepJoined(history: History, version: number, step: number): History {
  if (!holdsStep(history.done, step)) return stepDone(history, version);
  return { ...history, joined: [...history.joined, [version, step]] };
}

/** Moves the last step from done to undone. */
export function stepUndone(history: History): History {
  const last = history.done.at(-1);
  if (!last) return history;
  const [from, to] = last;
  const rest = history.done.slice(0, -1);
  return {
    ...history,
    done: from === to ? rest : [...rest, [from, to - 1]],
    undone: pushBelow(history.undone, to),
  };
}

/** Moves the next step to be redone back to done. */
export function stepRedone(history: History): History {
  const last = history.undone.at(-1);
  if (!last) return history;
  const [from, to] = last;
  const rest = history.undone.slice(0, -1);
  return {
    ...history,
    undone: from === to ? rest : [...rest, [from + 1, to]],
    done: pushAbove(history.done, from),
  };
}
