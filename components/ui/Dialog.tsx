import type { ComponentChildren } from "preact";
import { Icon } from "@/components/ui/Icon.tsx";
import { triggers } from "@/lib/actions/tracker_action.ts";

function show(element: HTMLDialogElement | null): void {
  if (element !== null && !element.open) element.showModal();
}

/** A dialog over the encounter. The browser keeps focus in it and gives it back when it closes. */
export function Dialog({ title, wide, children }: {
  title: string;
  wide?: boolean;
  children: ComponentChildren;
}) {
  return (
    <dialog class="dialog" data-wide={wide ? "" : undefined} aria-labelledby="dialog-t" ref={show}>
      <div class="dialog-head">
        <h2 id="dialog-t">{title}</h2>
        <button
          type="button"
          class="btn push"
          data-kind="bare"
          data-icon
          aria-label={`Close ${title}`}
          {...triggers("close")}
        >
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
