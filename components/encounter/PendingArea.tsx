import type { AreaEffect } from "@/lib/combat/state.ts";
import { SAVE_OUTCOMES, type SaveOutcome } from "@/lib/combat/vocabulary.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { diceText } from "./dice_text.ts";
import { PendingFrame } from "./PendingFrame.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import { capital } from "@/components/ui/capital.ts";
import { signed } from "@/lib/combat/text.ts";
import { ABILITY_NAMES } from "./format.ts";

/** One target's line of an area effect. */
export interface AreaRow {
  id: string;
  digit: string;
  name: string;
  /** Damage it would take; null while its save is out. */
  damage: number | null;
  /** Total of the save; null when it was not rolled here. */
  total: number | null;
  /** "fails, 83+8 to 30", "asked, 6 s ago". */
  words: string;
  asked: boolean;
  outcome: SaveOutcome | null;
  /** Bonus to its save, for the roll button. */
  bonus: number;
  settled: boolean;
}

const OUTCOME_NAMES: Readonly<Record<SaveOutcome, string>> = {
  fail: "Fail",
  save: "Save",
  none: "None",
};
const ON_SAVE = { half: ", half on a save", none: ", nothing on a save", other: "" } as const;

/** "Dex DC 21, half on a save". */
export function areaNote(area: AreaEffect): string {
  if (area.save === null) return "no save";
  const { ability, dc, onSave } = area.save;
  return `${ABILITY_NAMES[ability]} DC ${dc}${ON_SAVE[onSave]}`;
}

/** Sum of the dice before saves. */
export function areaTotal(area: AreaEffect): number {
  return area.damages.reduce((sum, part) => sum + part.roll.total, 0);
}

function Sum({ area }: { area: AreaEffect }) {
  if (area.damages.length === 0) return null;
  return (
    <div class="damage-sum">
      <span class="sum-num">{areaTotal(area)}</span>
      <p>
        {area.damages.map(({ roll, type }, at) => (
          <span class="sum-part" key={at}>
            <b>{type === null ? "Damage" : capital(type)}</b>, {roll.text}
            {roll.dice.length > 0 && (
              <>
                <br />
                {diceText(roll)}
              </>
            )}
          </span>
        ))}
      </p>
      <button
        type="button"
        class="btn push"
        data-icon
        aria-label="Roll the damage again"
        {...triggers({ do: "reroll", areaId: area.id })}
      >
        <Icon name="die" />
      </button>
    </div>
  );
}

function Hit({ area, row }: { area: AreaEffect; row: AreaRow }) {
  return (
    <li class="hit" data-settled={row.settled ? "" : undefined}>
      <kbd class="key">{row.digit}</kbd>
      <span class="hit-name">{row.name}</span>
      <span class="hit-out">
        {row.damage === null
          ? (
            <button
              type="button"
              class="btn"
              data-size="small"
              aria-label={`${signed(row.bonus)}, roll the save for ${row.name}`}
              {...triggers({ do: "area-roll", areaId: area.id, targetId: row.id })}
            >
              <Icon name="die" />
              {signed(row.bonus)}
            </button>
          )
          : row.damage === 0
          ? 0
          : <span class="harm-text">−{row.damage}</span>}
      </span>
      <span class="hit-save">
        {row.asked && <Icon name="phone" />}
        {row.total !== null && <b>{row.total}</b>}
        {row.words}
      </span>
      <span class="segmented" role="group" aria-label={`Result for ${row.name}`}>
        {SAVE_OUTCOMES.map((outcome) => (
          <button
            key={outcome}
            type="button"
            disabled={row.settled}
            aria-pressed={`${row.outcome === outcome}`}
            {...triggers({ do: "area-outcome", areaId: area.id, targetId: row.id, outcome })}
          >
            {OUTCOME_NAMES[outcome]}
          </button>
        ))}
      </span>
    </li>
  );
}

/** An area effect: dice once, a line a target, applied to those that are known. */
export function PendingArea({ area, rows, does }: {
  area: AreaEffect;
  rows: readonly AreaRow[];
  /** "Apply to 3, Wren follows". */
  does: string;
}) {
  return (
    <PendingFrame title={area.label} note={areaNote(area)}>
      <Sum area={area} />
      <ul class="hits">
        {rows.map((row) => <Hit key={row.id} area={area} row={row} />)}
      </ul>
      <div class="pending-foot">
        <button type="submit" class="btn" data-kind="harm" {...triggers("apply")}>
          {does} <kbd class="key">Enter</kbd>
        </button>
      </div>
    </PendingFrame>
  );
}
