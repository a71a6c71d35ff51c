import { triggers } from "@/lib/actions/tracker_action.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";

/** "Shift+U" as two caps, "ArrowDown" as a word. */
function caps(key: string): readonly string[] {
  return key.replace("Arrow", "").replace("Escape", "Esc").replace("Delete", "Del").split("+");
}

/** Every key, what it does, and the way to give it another one. */
export function KeysDialog({ keyRows, keysOff, rebinding }: DialogsProps) {
  return (
    <Dialog title="Keys" wide>
      <p class="muted">
        Keys work outside fields. Press one of the buttons to give an action another key.
      </p>
      <div class="key-list">
        {keyRows.map((row) => (
          <div key={row.id}>
            <span>{row.label}</span>
            {rebinding === row.id ? <span class="label" role="status">press a key</span> : (
              <button
                type="button"
                class="key-combination"
                {...triggers({ do: "rebind", name: row.id })}
              >
                <span class="sr-only">{row.label}, change its key</span>
                {row.keys.slice(0, 2).flatMap(caps).map((cap) => (
                  <kbd key={cap} class="key">{cap}</kbd>
                ))}
              </button>
            )}
          </div>
        ))}
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" data-kind="bare" {...triggers("keys-reset")}>
          Keys as they were
        </button>
        <button type="button" class="btn" aria-pressed={`${keysOff}`} {...triggers("keys-off")}>
          {keysOff ? "Single keys are off" : "Switch single keys off"}
        </button>
      </div>
    </Dialog>
  );
}
