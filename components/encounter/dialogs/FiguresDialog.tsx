import { findCombatant, fullName } from "@/lib/combat/lookup.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { startChecked, startValue } from "@/components/ui/field_attributes.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";

function Figure({ name, label, value, min = 0, max }: {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max: number;
}) {
  const id = `figure-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        name={name}
        type="number"
        min={min}
        max={max}
        {...startValue(String(value))}
      />
    </div>
  );
}

function Check({ name, label, on }: {
  readonly name: string;
  readonly label: string;
  readonly on: boolean;
}) {
  return (
    <label class="check">
      <input type="checkbox" name={name} {...startChecked(on)} /> {label}
    </label>
  );
}

const MOST = 1_000_000;

function HitPointFigures({ creature }: { creature: Combatant }) {
  const hp = creature.hp ?? { current: 0, max: 0, maxBonus: 0, temp: 0 };
  return (
    <fieldset class="figure-fields">
      <legend>Hit points</legend>
      <Figure name="current" label="Now" value={hp.current} max={MOST} />
      <Figure name="max" label="Maximum" value={hp.max} max={MOST} />
      <Figure
        name="maxBonus"
        label="Maximum raised by"
        value={hp.maxBonus}
        min={-MOST}
        max={MOST}
      />
      <Figure name="temp" label="Temporary" value={hp.temp} max={MOST} />
    </fieldset>
  );
}

/** Every figure of one creature, to be set by hand. */
export function FiguresDialog({ encounter, id }: DialogsProps) {
  const creature = id === null ? undefined : findCombatant(encounter, id);
  if (creature === undefined) return null;
  const { legendary, legendaryResistance, deathSaves, life } = creature;
  const dying = creature.kind === "character" && (life === "dying" || life === "stable");
  return (
    <Dialog title={`Figures of ${fullName(creature)}`}>
      <form class="stacked-form" data-form="figures" data-id={creature.id}>
        <div class="field">
          <label for="figure-name">Name</label>
          <input
            class="input"
            id="figure-name"
            name="name"
            maxLength={80}
            required
            {...startValue(creature.name)}
          />
        </div>
        <HitPointFigures creature={creature} />
        <fieldset class="figure-fields">
          <legend>Others</legend>
          {creature.ac !== null && <Figure name="ac" label="AC" value={creature.ac} max={100} />}
          <Figure name="exhaustion" label="Exhaustion" value={creature.exhaustion} max={6} />
          {legendary !== null && legendary.max > 0 && (
            <Figure
              name="legendary"
              label="Legendary actions left"
              value={legendary.max - legendary.spent}
              max={legendary.max}
            />
          )}
          {legendaryResistance !== null && legendaryResistance.max > 0 && (
            <Figure
              name="legendaryResistance"
              label="Legendary resistances left"
              value={legendaryResistance.max - legendaryResistance.spent}
              max={legendaryResistance.max}
            />
          )}
          {dying && (
            <>
              <Figure
                name="successes"
                label="Death saves made"
                value={deathSaves.successes}
                max={3}
              />
              <Figure
                name="failures"
                label="Death saves failed"
                value={deathSaves.failures}
                max={3}
              />
            </>
          )}
        </fieldset>
        <div class="figure-checks">
          <Check name="nameHidden" label="Players do not know its name" on={creature.nameHidden} />
          <Check name="surprised" label="Surprised" on={creature.surprised} />
        </div>
        <div class="field">
          <label for="figure-notes">Notes, for your eyes only</label>
          <textarea
            class="input"
            id="figure-notes"
            name="notes"
            rows={3}
            maxLength={2000}
            {...startValue(creature.notes)}
          />
        </div>
        <div class="figure-actions">
          <button class="btn" data-kind="solid" type="submit">Save</button>
          {(life === "dying" || life === "defeated") && creature.hp !== null && (
            <button
              class="btn"
              type="button"
              data-closes
              {...triggers({ do: "stabilise", id: creature.id })}
            >
              Stabilise
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
