import type { ComponentChildren } from "preact";

/** One big figure with its name above and a note below. */
export function Vital({ name, note, children }: {
  name: string;
  note: string;
  children: ComponentChildren;
}) {
  return (
    <div class="vital">
      <span class="label">{name}</span>
      <b>{children}</b>
      <span class="label">{note}</span>
    </div>
  );
}
