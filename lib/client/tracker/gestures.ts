/**
 * Fingers and mice on the order: a long press (or a pull at the initiative with a mouse) drags a
 * row, a swipe to the left opens its menu, to the right makes it a target, and between the panes
 * of a phone a swipe turns the page. Each has a button or key that does the same.
 */
import { PANES } from "@/lib/actions/tracker_action.ts";
import type { Signal } from "@preact/signals";
import type { Tracker } from "./tracker.ts";

const LONG_PRESS_MS = 400;
/** Farther than this a press is no press any more. */
const SLOP = 10;
const SWIPE = 56;

interface Hold {
  readonly id: string | null;
  readonly x: number;
  readonly y: number;
  readonly pointerId: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  dragging: boolean;
}

export type Drag = { id: string; over: string | null } | null;

function rowAt(x: number, y: number): HTMLElement | null {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>(
    ".initiative-list > .row:not([data-member])",
  ) ??
    null;
}

function isPhone(): boolean {
  return matchMedia("(max-width: 719px)").matches;
}

/** The entry before which a row dropped after `over` stands. */
function beforeAfter(tracker: Tracker, over: string): string | null {
  const { order } = tracker.encounter.peek();
  return order[order.indexOf(over) + 1] ?? null;
}

export function listenForGestures(
  root: HTMLElement,
  tracker: Tracker,
  drag: Signal<Drag>,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let hold: Hold | null = null;
  let swallow = false;

  function begin(): void {
    if (hold?.id == null) return;
    hold.dragging = true;
    drag.value = { id: hold.id, over: null };
    navigator.vibrate?.(12);
  }

  function end(): void {
    clearTimeout(hold?.timer);
    hold = null;
    drag.value = null;
  }

  function drop(): void {
    const moved = drag.peek();
    if (moved?.over != null && moved.over !== moved.id) {
      tracker.run({ do: "move", id: moved.id, beforeId: beforeAfter(tracker, moved.over) });
    }
  }

  function swipe(dx: number, id: string | null): boolean {
    if (id !== null) {
      tracker.run(dx < 0 ? { do: "menu", id } : { do: "target", id });
      return true;
    }
    const at = PANES.indexOf(tracker.trackerState.peek().pane);
    const pane = PANES[at + (dx < 0 ? 1 : -1)];
    if (!isPhone() || pane === undefined) return false;
    tracker.run({ do: "pane", pane });
    return true;
  }

  root.addEventListener("pointerdown", (event) => {
    swallow = false;
    if (!event.isPrimary || event.button !== 0 || !(event.target instanceof Element)) return;
    if (event.target.closest("dialog, input, select, .turn-bar, .tabs") !== null) return;
    const row = event.target.closest<HTMLElement>(".initiative-list > .row:not([data-member])");
    const mouse = event.pointerType === "mouse";
    if (mouse && event.target.closest(".row-init") === null) return;
    hold = {
      id: row?.dataset["id"] ?? null,
      x: event.clientX,
      y: event.clientY,
      pointerId: event.pointerId,
      timer: mouse ? undefined : setTimeout(begin, LONG_PRESS_MS),
      dragging: false,
    };
  }, { signal });

  root.addEventListener("pointermove", (event) => {
    if (hold === null || event.pointerId !== hold.pointerId) return;
    const far = Math.hypot(event.clientX - hold.x, event.clientY - hold.y) > SLOP;
    if (!hold.dragging && far) {
      clearTimeout(hold.timer);
      if (event.pointerType === "mouse") begin();
    }
    if (!hold.dragging) return;
    const over = rowAt(event.clientX, event.clientY)?.dataset["id"] ?? null;
    const now = drag.peek();
    if (now !== null && over !== now.over && over !== null) drag.value = { ...now, over };
  }, { signal });

  root.addEventListener("pointerup", (event) => {
    if (hold === null || event.pointerId !== hold.pointerId) return;
    const dx = event.clientX - hold.x;
    const dy = event.clientY - hold.y;
    if (hold.dragging) {
      drop();
      swallow = true;
    } else if (
      event.pointerType !== "mouse" && Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)
    ) swallow = swipe(dx, hold.id);
    end();
  }, { signal });

  root.addEventListener("pointercancel", end, { signal });
  // While a row is dragged the page must not scroll with the finger.
  root.addEventListener("touchmove", (event) => {
    if (hold?.dragging) event.preventDefault();
  }, { signal, passive: false });
  root.addEventListener("contextmenu", (event) => {
    if (hold !== null) event.preventDefault();
  }, { signal });
  // The click that follows a drag or swipe is no tap.
  root.addEventListener("click", (event) => {
    if (!swallow) return;
    swallow = false;
    event.preventDefault();
    event.stopPropagation();
  }, { signal, capture: true });
  return () => {
    stop.abort();
    end();
  };
}
