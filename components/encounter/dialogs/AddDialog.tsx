import { triggers } from "@/lib/actions/tracker_action.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";

/** A name with the typed part underlined. */
function Marked({ name, text }: { name: string; text: string }) {
  const at = text === "" ? -1 : name.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return <>{name}</>;
  return (
    <>
      {name.slice(0, at)}
      <mark>{name.slice(at, at + text.length)}</mark>
      {name.slice(at + text.length)}
    </>
  );
}

/** One line adds any number of anything: "6 gob", "Bram 121hp ac19 +2". */
export function AddDialog({ text, found, at, searching }: DialogsProps) {
  const word = text.replace(/^\d+\s*[x×]?\s*/, "").trim();
  return (
    <Dialog title="Add creatures">
      <form class="field" method="dialog" data-form="add">
        <label for="add-text">How many and who</label>
        <input
          class="input"
          id="add-text"
          data-field="dialog"
          autocomplete="off"
          placeholder="6 gob, or Bram 121hp ac19 +2"
          aria-describedby="add-hint"
          value={text}
          autofocus
        />
      </form>
      <ul class="creature-list picks" aria-label="Creatures found">
        {found.map((creature, index) => (
          <li key={creature.slug} data-on={index === at ? "" : undefined}>
            <button
              type="button"
              class="palette-item"
              {...triggers({ do: "add-pick", slug: creature.slug })}
            >
              <span>
                <span class="name">
                  <Marked name={creature.name} text={word} />
                </span>
                <span class="label">{creature.note}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {word !== "" && (
        <button type="button" class="btn" {...triggers("add-custom")}>
          Add “{word}” with your own figures
        </button>
      )}
      <p class="muted" id="add-hint">
        {searching
          ? "Searching"
          : "Enter adds the first one. Hit points, armour class and initiative may follow the name."}
      </p>
    </Dialog>
  );
}
