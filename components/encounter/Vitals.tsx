import { acOf } from "@/lib/combat/figures.ts";
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { HitPointNumbers, hurt, shownHitPoints } from "./HitPoints.tsx";
import { Pips, poolPips } from "./Pips.tsx";

function ThirdVital({ creature, block }: { creature: Combatant; block: CombatBlock | undefined }) {
  const pool = creature.legendaryResistance;
  if (pool !== null && pool.max > 0) {
    const left = `${pool.max - pool.spent} of ${pool.max} left`;
    return (
      <div class="vital">
        <span class="label">Legendary resistance</span>
        <button
          type="button"
          class="btn"
          aria-label={`Use legendary resistance, ${left}`}
          disabled={pool.spent >= pool.max}
          {...triggers({ do: "legendary-resistance", id: creature.id })}
        >
          <Pips round pips={poolPips(pool.max, pool.spent)} label="" /> Use
        </button>
      </div>
    );
  }
  const passive = creature.passivePerception ?? block?.passivePerception ?? null;
  if (passive === null) return null;
  return (
    <div class="vital">
      <span class="label">Passive Perception</span>
      <b>{passive}</b>
    </div>
  );
}

/** The three figures that are asked for most. */
export function Vitals({ edition, creature, block, after }: {
  edition: Edition;
  creature: Combatant;
  block: CombatBlock | undefined;
  after?: number | undefined;
}) {
  const hp = shownHitPoints(edition, creature);
  return (
    <div class="vitals">
      {creature.ac !== null && (
        <div class="vital">
          <span class="label">AC</span>
          <b>{acOf(creature)}</b>
        </div>
      )}
      {hp !== null && (
        <div class="vital">
          <span class="label">Hit points</span>
          <button
            type="button"
            class="hp"
            data-hurt={hurt(hp)}
            title="Change hit points"
            {...triggers({ do: "hit-points", id: creature.id })}
          >
            <HitPointNumbers hp={hp} after={after} />
          </button>
        </div>
      )}
      <ThirdVital creature={creature} block={block} />
    </div>
  );
}
