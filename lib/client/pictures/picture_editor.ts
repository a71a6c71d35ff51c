import { type ReadonlySignal, signal } from "@preact/signals";
import type { Portrait } from "@/lib/combat/state.ts";
import { uploadPicture } from "./upload.ts";

export interface PictureEditorState {
  readonly picture: Portrait | null;
  /** How far the file is, 0 to 1; null when none is on its way. */
  readonly progress: number | null;
  readonly problem: string | null;
}

/** Choosing, sending and describing one picture. */
export interface PictureEditor {
  readonly state: ReadonlySignal<PictureEditorState>;
  /** Sends a file; one that is on its way is given up. */
  send(file: Blob): Promise<void>;
  /** Ends the sending. */
  cancel(): void;
  remove(): void;
  describe(alt: string): void;
  /** The point that stays in view, in percent. */
  focusOn(x: number, y: number): void;
}

/** @param changed is told of every new picture, or of none. */
export function openPictureEditor(
  first: Portrait | null,
  changed: (picture: Portrait | null) => void,
  upload = uploadPicture,
): PictureEditor {
  const state = signal<PictureEditorState>({ picture: first, progress: null, problem: null });
  let sending: AbortController | undefined;
  const set = (patch: Partial<PictureEditorState>) => {
    state.value = { ...state.peek(), ...patch };
  };
  const choose = (picture: Portrait | null) => {
    set({ picture });
    changed(picture);
  };
  return {
    state,
    async send(file) {
      sending?.abort();
      const mine = sending = new AbortController();
      set({ progress: 0, problem: null });
      const done = await upload(file, {
        signal: mine.signal,
        progress: (share) => sending === mine && set({ progress: share }),
      });
      if (sending !== mine) return;
      sending = undefined;
      set({ progress: null });
      if (done.ok) {
        const { name, focus } = done.picture;
        choose({ name, focus, alt: state.peek().picture?.alt ?? "" });
      } else if (done.problem !== "") set({ problem: done.problem });
    },
    cancel() {
      sending?.abort();
      sending = undefined;
      set({ progress: null });
    },
    remove: () => choose(null),
    describe(alt) {
      const { picture } = state.peek();
      if (picture !== null && picture.alt !== alt) choose({ ...picture, alt });
    },
    focusOn(x, y) {
      const { picture } = state.peek();
      if (picture !== null) choose({ ...picture, focus: { x: Math.round(x), y: Math.round(y) } });
    },
  };
}
