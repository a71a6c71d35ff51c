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
  /** Conditions, spells and features that fit what is typed, best first. */
  options: readonly string[];
  does: string;
  error: string | null;
}

function Choices({ options, text }: { options: readonly string[]; text: string }) {
  return (
    <div class="choices" role="group" aria-label="Effects">
      {options.map((name, at) => (
        <button
          key={name}
          type="button"
          class="btn"
          data-on={at === 0 && text !== "" ? "" : undefined}
          {...triggers({ do: "effect-pick", name })}
        >
          {capital(name)}
        </button>
      ))}
      {options.length === 0 && <p class="muted">Enter adds “{text}” as an effect of its own.</p>}
    </div>
  );
}

const WORDS = [
  ["start", "Start of turn"],
  ["mine", "Counts my turns"],
  ["conc", "Concentration"],
] as const;

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
        {chosen === null ? <Choices options={options} text={text} /> : (
          <>
            <div class="choices" role="group" aria-label="When it ends">
              {WORDS.map(([word, label]) => (
                <button
                  key={word}
                  type="button"
                  class="btn"
                  aria-pressed={`${text.split(" ").includes(word)}`}
                  {...triggers({ do: "effect-word", word })}
                >
                  {label}
                </button>
              ))}
            </div>
            <DigitPad half={false} />
          </>
        )}
        <button type="submit" class="btn" {...triggers("apply")}>
          {does} <kbd class="key">Enter</kbd>
        </button>
      </div>
    </PendingFrame>
  );
}
