import type { ComponentChildren } from "preact";
import { DAMAGE_TYPES, type DamageType } from "@/lib/combat/vocabulary.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { PendingError, PendingFrame } from "./PendingFrame.tsx";
import { Icon } from "@/components/ui/Icon.tsx";

export const PAD_MODES = ["damage", "heal", "temporary"] as const;
export type PadMode = typeof PAD_MODES[number];

const MODE_NAMES = {
  damage: "Damage",
  heal: "Heal",
  temporary: "Temporary",
  effect: "Effect",
} as const;

/** Damage, Heal, Temporary, Effect: what the pending action does. */
export function ModeSwitch({ mode }: { mode: keyof typeof MODE_NAMES }) {
  return (
    <div class="segmented segmented-four" role="group" aria-label="What it does">
      {([...PAD_MODES, "effect"] as const).map((name) => (
        <button
          key={name}
          type="submit"
          form="screen-state"
          name="mode"
          value={name}
          aria-pressed={`${mode === name}`}
          {...triggers(name)}
        >
          {MODE_NAMES[name]}
        </button>
      ))}
    </div>
  );
}

/** The digits, half, and one step back. */
export function DigitPad({ half = true }: { half?: boolean }) {
  const digit = (value: number) => (
    <button key={value} type="button" {...triggers({ do: "amount-digit", digit: String(value) })}>
      {value}
    </button>
  );
  return (
    <div class="number-pad" role="group" aria-label="Amount">
      {[1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit)}
      {half
        ? <button type="button" aria-label="Half" {...triggers("amount-half")}>½</button>
        : (
          <button type="button" aria-label="Dice" {...triggers({ do: "amount-digit", digit: "d" })}>
            d
          </button>
        )}
      {digit(0)}
      <button type="button" aria-label="Delete the last digit" {...triggers("amount-back")}>
        <Icon name="undo" />
      </button>
    </div>
  );
}

function TypeSelect({ type }: { type: DamageType | null }) {
  return (
    <select class="amount-type" name="type" aria-label="Damage type" data-field="type">
      <option value="" selected={type === null}>any type</option>
      {DAMAGE_TYPES.map((name) => (
        <option key={name} value={name} selected={type === name}>{name}</option>
      ))}
    </select>
  );
}

export interface PadProps {
  /** Whom it is for: "Goblins 2, 3". */
  title: string;
  note: string;
  targetIds: readonly string[];
  mode: PadMode;
  /** As typed: "7", "2d6+3", "28/2". */
  text: string;
  type: DamageType | null;
  critical: boolean;
  /** What would come of it: plain words and the word that counts. */
  preview: readonly [plain: string, strong: string];
  /** What the button will do: "Deal 7 to 2". */
  does: string;
  error: string | null;
  /** Dice that were rolled for it, shown over the pad. */
  children?: ComponentChildren;
}

const KINDS = { damage: "harm", heal: "heal", temporary: "heal" } as const;

/** Damage, healing or temporary hit points for the targets, with the result told ahead. */
export function PendingPad(props: PadProps) {
  const { mode, text, preview, error } = props;
  return (
    <PendingFrame title={props.title} note={props.note}>
      <div class="pending-body">
        <input type="hidden" name="at" value={props.targetIds.join(" ")} />
        <ModeSwitch mode={mode} />
        {props.children}
        <div class="amount">
          <input
            class="amount-in"
            id="amount"
            name="amount"
            data-field="amount"
            aria-label={`${MODE_NAMES[mode]}, amount`}
            aria-invalid={error === null ? undefined : "true"}
            aria-describedby={error === null ? "ahead" : "pending-error"}
            inputMode="none"
            autocomplete="off"
            placeholder="0"
            maxLength={24}
            size={Math.max(2, text.length)}
            value={text}
          />
          {mode === "damage" && <TypeSelect type={props.type} />}
          <span class="push muted damage-preview" id="ahead">
            {preview[0]} <b>{preview[1]}</b>
          </span>
        </div>
        <PendingError text={error} />
        <DigitPad />
        <div class="pending-go">
          {mode === "damage" && (
            <button
              type="button"
              class="btn"
              aria-pressed={`${props.critical}`}
              {...triggers("critical")}
            >
              Critical
            </button>
          )}
          <button class="btn" data-kind={KINDS[mode]} name="do" value={mode} {...triggers("apply")}>
            {props.does} <kbd class="key">Enter</kbd>
          </button>
        </div>
      </div>
    </PendingFrame>
  );
}
