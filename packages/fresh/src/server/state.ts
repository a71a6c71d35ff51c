import type { ComponentChildren } from "preact";
import type { BuildSnapshot } from "../build.ts";
import type { IslandUse } from "./payload.ts";

/** What one page collects while it renders. Rendering is synchronous, so one at a time is enough. */
export interface RenderState {
  url: URL;
  build: BuildSnapshot | null;
  /** Put on scripts and styles, null where no policy asks for one. */
  nonce: string | null;
  /** Inside an island other islands are ordinary components. */
  inIsland: boolean;
  uses: IslandUse[];
  /** The server-rendered children of islands, by number; null while rendered in place. */
  slots: { html: string; used: boolean }[];
  head: ComponentChildren[];
  /** The parts of the document that were rendered. */
  frame: Set<FrameTag>;
}

export type FrameTag = "html" | "head" | "body";

let current: RenderState | null = null;

/** The page that is rendering now. */
export function rendering(): RenderState | null {
  return current;
}

/** Render with `state` as the current page. */
export function withState<T>(state: RenderState, render: () => T): T {
  const before = current;
  current = state;
  try {
    return render();
  } finally {
    current = before;
  }
}
