import type { Spellcasting } from "@/lib/combat/block.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Pips, poolPips } from "./Pips.tsx";
import { signed } from "@/lib/combat/text.ts";

const ORDINALS = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"] as const;

function Slots({ creature }: { creature: Combatant }) {
  const slots = creature.slots.map((pool, at) => ({ pool, level: at + 1 }))
    .filter(({ pool }) => pool.max > 0);
  if (slots.length === 0) return null;
  return (
    <div class="slots">
      {slots.map(({ pool, level }) => (
        <button
          key={level}
          type="button"
          class="btn"
          aria-label={`Spend a ${ORDINALS[level - 1]} level slot, ${
            pool.max - pool.spent
          } of ${pool.max} left`}
          disabled={pool.spent >= pool.max}
          {...triggers({ do: "slot", id: creature.id, level })}
        >
          {ORDINALS[level - 1]} <Pips round pips={poolPips(pool.max, pool.spent)} label="" />
        </button>
      ))}
    </div>
  );
}

/** Spell slots to spend and what can be cast. */
export function Spells({ creature, casting }: {
  creature: Combatant;
  casting: Spellcasting | undefined;
}) {
  if (casting === undefined) return null;
  const figures = [
    casting.dc === undefined ? "" : `DC ${casting.dc}`,
    casting.toHit === undefined ? "" : `${signed(casting.toHit)} to hit`,
  ].filter((text) => text !== "").join(", ");
  return (
    <section class="stat-block-part">
      <h3>
        Spells <span class="label">{figures}</span>
      </h3>
      <Slots creature={creature} />
      {casting.groups.map((group) => (
        <div class="action" key={group.label}>
          <div>
            <div class="action-name">{group.label}</div>
            <div class="action-text">{group.spells.join(", ")}</div>
          </div>
        </div>
      ))}
    </section>
  );
}
