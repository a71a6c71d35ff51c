import type { Condition } from "@/lib/combat/vocabulary.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { PendingError, PendingFrame } from "./PendingFrame.tsx";
import { DigitPad, ModeSwitch } from "./PendingPad.tsx";
import { capital } from "@/components/ui/capital.ts";

export interface EffectProps {
  title: string;
  note: string;
  /** What is typed: first a name, then rounds. */
  text: string;
  /** Name of the chosen effect; null while choosing. */
  chosen: string | null;
  /** Conditions that fit what is typed, best first. */
  options: readonly Condition[];
  does: string;
  error: string | null;
}

function Choices({ options, text }: { options: readonly Condition[]; text: string }) {
  return (
    <div class="choices" role="group" aria-label="Effects">
      {options.map((name, at) => (
        <button
          key={name}
          type="button"
          class="btn"
          data-on={at === 0 && text !== "" ? "" : undefined}
          {...triggers({ do: "effect-pick", condition: name })}
        >
          {capital(name)}
        </button>
      ))}
      {options.length === 0 && <p class="muted">Enter adds “{text}” as an effect of its own.</p>}
    </div>
  );
}

/** A condition or any other effect: its name, then how long it lasts. */
export function PendingEffect({ title, note, text, chosen, options, does, error }: EffectProps) {
  const label = chosen === null ? "Effect" : "Rounds, or a save such as 10 wis 15";
  return (
    <PendingFrame title={chosen === null ? title : `${chosen} on ${title}`} note={note}>
      <div class="pending-body">
        <ModeSwitch mode="effect" />
        <div class="field">
          <label for="amount">{label}</label>
          <input
            class="input"
            id="amount"
            name="amount"
            data-field="amount"
            autocomplete="off"
            inputMode="none"
            maxLength={60}
            placeholder={chosen === null ? "fri" : "until it is ended"}
            aria-invalid={error === null ? undefined : "true"}
            aria-describedby={error === null ? undefined : "pending-error"}
            value={text}
          />
        </div>
        <PendingError text={error} />
        {chosen === null ? <Choices options={options} text={text} /> : <DigitPad half={false} />}
        <button type="submit" class="btn" {...triggers("apply")}>
          {does} <kbd class="key">Enter</kbd>
        </button>
      </div>
    </PendingFrame>
  );
}
