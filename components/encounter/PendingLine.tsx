import { triggers } from "@/lib/actions/tracker_action.ts";
import { PendingError, PendingFrame } from "./PendingFrame.tsx";

export interface LineProps {
  title: string;
  note: string;
  /** What to write, as the field's label. */
  label: string;
  placeholder: string;
  text: string;
  does: string;
  error: string | null;
}

/** Anything that is said in one line: an area effect, a roll, a readied action, a number. */
export function PendingLine({ title, note, label, placeholder, text, does, error }: LineProps) {
  return (
    <PendingFrame title={title} note={note}>
      <div class="pending-body">
        <div class="field">
          <label for="amount">{label}</label>
          <input
            class="input"
            id="amount"
            name="amount"
            data-field="amount"
            autocomplete="off"
            maxLength={120}
            placeholder={placeholder}
            aria-invalid={error === null ? undefined : "true"}
            aria-describedby={error === null ? undefined : "pending-error"}
            value={text}
          />
        </div>
        <PendingError text={error} />
        <button type="submit" class="btn" {...triggers("apply")}>
          {does} <kbd class="key">Enter</kbd>
        </button>
      </div>
    </PendingFrame>
  );
}
