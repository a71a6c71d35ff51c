import { type ComponentChildren, type ComponentType, Fragment, h } from "preact";
import { renderToString } from "preact-render-to-string";
import { isJsx, SlotRef } from "../serialize.ts";
import type { Island } from "../types.ts";
import { rendering, type RenderState } from "./state.ts";

interface FrameProps {
  island: Island;
  component: ComponentType<Record<string, unknown>>;
  props: Record<string, unknown>;
}

/** Finished HTML as a vnode. */
function raw(html: string) {
  return h(Fragment, { tpl: [html] } as Record<string, unknown>);
}

/** Renders an island between the markers by which the browser finds it. */
export function IslandFrame(
  { island, component, props }: FrameProps,
  context?: unknown,
) {
  const state = rendering();
  if (state === null || state.inIsland) return h(component, props);
  const index = state.uses.length;
  const inside: Record<string, unknown> = {},
    sent: Record<string, unknown> = {};
  for (const name in props) {
    const value = props[name];
    if (holdsJsx(value)) {
      const id = state.slots.push({ html: "", used: false }) - 1;
      sent[name] = new SlotRef(id);
      inside[name] = h(Slot, { id, content: value as ComponentChildren });
    } else {
      inside[name] = sent[name] = value;
    }
  }
  state.uses.push({ island, props: sent });
  const html = attempt(island, index, state, component, inside, context);
  for (const value of Object.values(sent)) {
    if (value instanceof SlotRef) {
      keepSlot(state, value.id, props, sent, context);
    }
  }
  return raw(
    `<!--frsh:island:${island.name}:${index}:-->${html}<!--/frsh:island-->`,
  );
}

/** An island that throws on the server is left to the browser: the rest of the page stands. */
function attempt(
  island: Island,
  index: number,
  state: RenderState,
  component: ComponentType<Record<string, unknown>>,
  props: Record<string, unknown>,
  context: unknown,
): string {
  const vnode = h(component, props);
  // useId counts from the mask of the root vnode: islands need one each, the same on both sides
  (vnode as { __m?: [number, number] }).__m = [index + 1, 0];
  state.inIsland = true;
  try {
    return renderToString(vnode, context as object | undefined);
  } catch (error) {
    console.error(
      `Island "${island.name}" threw while rendering on the server:`,
      error,
    );
    return "";
  } finally {
    state.inIsland = false;
  }
}

/** A slot that the island did not show is sent beside the page, for when it does. */
function keepSlot(
  state: RenderState,
  id: number,
  props: Record<string, unknown>,
  sent: Record<string, unknown>,
  context: unknown,
): void {
  const slot = state.slots[id];
  if (slot === undefined || slot.used) return;
  const name = Object.keys(sent).find((key) => {
    const value = sent[key];
    return value instanceof SlotRef && value.id === id;
  });
  const content = name === undefined ? null : props[name] as ComponentChildren;
  slot.html = renderToString(
    h(Fragment, null, content),
    context as object | undefined,
  );
}

/** Children that came from the server's side: rendered as such, islands in them included. */
function Slot(
  { id, content }: { id: number; content: ComponentChildren },
  context?: unknown,
) {
  const state = rendering();
  if (state === null) return h(Fragment, null, content);
  const slot = state.slots[id];
  if (slot !== undefined) slot.used = true;
  const before = state.inIsland;
  state.inIsland = false;
  try {
    const html = renderToString(
      h(Fragment, null, content),
      context as object | undefined,
    );
    return raw(`<!--frsh:slot:${id}-->${html}<!--/frsh:slot-->`);
  } finally {
    state.inIsland = before;
  }
}

function holdsJsx(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsJsx);
  return typeof value === "object" && value !== null && isJsx(value);
}
