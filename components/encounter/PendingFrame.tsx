import type { ComponentChildren } from "preact";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Icon } from "@/components/ui/Icon.tsx";

/** The one raised panel: title, what it is about, and a way to put it down. */
export function PendingFrame({ title, note, form = true, children }: {
  title: string;
  note: string;
  /** What is typed in it is sent with Enter; without scripts as a plain form. */
  form?: boolean;
  children: ComponentChildren;
}) {
  const inside = (
    <>
      <div class="pending-head">
        <h2 id="pending-t">{title}</h2>
        <span class="label">{note}</span>
        <button
          type="button"
          class="btn push"
          data-kind="bare"
          data-icon
          aria-label={`Put down ${title}`}
          {...triggers("put-down")}
        >
          <Icon name="close" />
        </button>
      </div>
      {children}
    </>
  );
  return form
    ? (
      <form class="pending" method="post" data-form="pending" aria-labelledby="pending-t">
        {inside}
      </form>
    )
    : <section class="pending" aria-labelledby="pending-t">{inside}</section>;
}

/** Why what was typed cannot be used, and what to write. */
export function PendingError({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p class="field-error" id="pending-error" role="alert">
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}
