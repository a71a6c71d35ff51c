/** The builder's state in the browser: what it shows, and what is on its way. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { BuilderFind, BuilderToast } from "@/lib/contracts/builder_find.ts";
import type { BuilderView } from "@/lib/contracts/builder_view.ts";
import { findCreatures } from "./find.ts";
import { sendForm } from "./send_form.ts";

export interface BuilderStart {
  readonly view: BuilderView;
  readonly find: BuilderFind;
  readonly toast: BuilderToast | null;
}

export interface BuilderState {
  readonly view: Signal<BuilderView>;
  readonly find: Signal<BuilderFind>;
  readonly toast: Signal<BuilderToast | null>;
  /** Index of the result that Enter adds. */
  readonly at: Signal<number>;
  readonly save: ReadonlySignal<"saved" | "saving" | "lost">;
  /** Searches for what the form says. */
  search(form: HTMLFormElement): Promise<void>;
  /** Sends a form after all before it; `after` runs when the page shows the answer. */
  send(fields: URLSearchParams, after?: () => void): void;
}

const SHOWN = 30;

export function openBuilder(start: BuilderStart): BuilderState {
  const view = signal(start.view);
  const find = signal(start.find);
  const toast = signal(start.toast);
  const at = signal(0);
  const waiting = signal(0);
  const lost = signal(false);
  let line = Promise.resolve();
  let asked = 0;

  return {
    view,
    find,
    toast,
    at,
    save: computed(() => waiting.value > 0 ? "saving" : lost.value ? "lost" : "saved"),
    async search(form) {
      const mine = ++asked;
      const { edition, roomXp } = view.peek();
      const encounter = { edition, roomXp, limit: SHOWN };
      const found = await findCreatures(form, encounter);
      // A slower answer to an older question is void.
      if (found === undefined || mine !== asked) return;
      at.value = 0;
      find.value = found;
    },
    send(fields, after) {
      waiting.value++;
      line = line.then(async () => {
        const answer = await sendForm(fields);
        waiting.value--;
        lost.value = answer === undefined;
        if (answer === undefined) return;
        if (answer.goto !== null) return location.assign(answer.goto);
        const { say, bad, undo } = answer;
        view.value = answer.view;
        toast.value = say === "" ? null : { say, bad, undo };
        after?.();
      });
    },
  };
}
