import type { AreaEffect } from "@/lib/combat/state.ts";
import { memo } from "@/components/ui/memo.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { diceText } from "./dice_text.ts";
import { type AreaRow, PendingArea } from "./PendingArea.tsx";
import { type EffectProps, PendingEffect } from "./PendingEffect.tsx";
import { type LineProps, PendingLine } from "./PendingLine.tsx";
import { type PadProps, PendingPad } from "./PendingPad.tsx";
import { capital } from "@/components/ui/capital.ts";
import type { DiceRoll } from "@/lib/combat/state.ts";
import type { DamageType } from "@/lib/combat/vocabulary.ts";

/** The pending action, ready to be shown. */
export type PendingView =
  | { kind: "pad"; pad: PadProps; rolls: readonly { roll: DiceRoll; type: DamageType | null }[] }
  | { kind: "effect"; effect: EffectProps }
  | { kind: "line"; line: LineProps }
  | { kind: "area"; area: AreaEffect; rows: readonly AreaRow[]; does: string };

function Rolls({ rolls }: { rolls: readonly { roll: DiceRoll; type: DamageType | null }[] }) {
  if (rolls.length === 0) return null;
  return (
    <p class="rolls">
      {rolls.map(({ roll, type }, at) => (
        <span key={at}>
          <b>{roll.total}</b> {type === null ? "" : capital(type).toLowerCase()}, {roll.text}:{" "}
          {diceText(roll)}
        </span>
      ))}
    </p>
  );
}

/** Area effects that were begun and put down again. */
function PutDown({ areas }: { areas: readonly AreaEffect[] }) {
  return (
    <>
      {areas.map((area) => (
        <div class="pending-waits" key={area.id}>
          <button type="button" class="btn" {...triggers({ do: "take-area", areaId: area.id })}>
            Take up {area.label}
          </button>
          <button
            type="button"
            class="btn"
            data-kind="bare"
            {...triggers({ do: "cancel-area", areaId: area.id })}
          >
            Drop it
          </button>
        </div>
      ))}
    </>
  );
}

function NothingPending({ areas }: { areas: readonly AreaEffect[] }) {
  return (
    <section class="pending pending-empty" aria-labelledby="pending-t">
      <div class="pending-head">
        <h2 id="pending-t">No pending action</h2>
        <span class="label">choose targets first</span>
      </div>
      <div class="pending-tools">
        <button type="button" class="btn" {...triggers("damage")}>
          Damage <kbd class="key">d</kbd>
        </button>
        <button type="button" class="btn" {...triggers("heal")}>
          Heal <kbd class="key">h</kbd>
        </button>
        <button type="button" class="btn" {...triggers("effect")}>
          Effect <kbd class="key">e</kbd>
        </button>
        <button type="button" class="btn" {...triggers("area")}>
          Area <kbd class="key">f</kbd>
        </button>
        <button type="button" class="btn" {...triggers("target-foes")}>
          All foes <kbd class="key">Shift X</kbd>
        </button>
        <button type="button" class="btn" {...triggers("roll")}>
          Roll <kbd class="key">r</kbd>
        </button>
      </div>
      <PutDown areas={areas} />
    </section>
  );
}

/** The one panel that is worked in. */
export const PendingPanel = memo(function PendingPanel({ pending, areas }: {
  pending: PendingView | null;
  /** Those that wait to be applied. */
  areas: readonly AreaEffect[];
}) {
  if (pending === null) return <NothingPending areas={areas} />;
  switch (pending.kind) {
    case "pad":
      return (
        <PendingPad {...pending.pad}>
          <Rolls rolls={pending.rolls} />
        </PendingPad>
      );
    case "effect":
      return <PendingEffect {...pending.effect} />;
    case "line":
      return <PendingLine {...pending.line} />;
    case "area":
      return <PendingArea area={pending.area} rows={pending.rows} does={pending.does} />;
  }
});
