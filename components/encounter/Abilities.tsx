import type { CombatBlock } from "@/lib/combat/block.ts";
import { modifierOf } from "@/lib/combat/lookup.ts";
import type { Combatant } from "@/lib/combat/state.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { signed } from "@/lib/combat/text.ts";
import { ABILITY_NAMES } from "./format.ts";

/** Six abilities, each with its check and its save to roll. */
export function Abilities({ creature, block }: {
  creature: Combatant;
  block: CombatBlock | undefined;
}) {
  return (
    <dl class="abilities">
      {ABILITIES.map((ability) => {
        const score = creature.abilities[ability];
        const name = ABILITY_NAMES[ability];
        const check = signed(modifierOf(score));
        const save = signed(
          creature.saves[ability] ?? block?.saves?.[ability] ?? modifierOf(score),
        );
        return (
          <div key={ability}>
            <dt>{name} {score}</dt>
            <dd>
              <button
                type="button"
                class="roll"
                aria-label={`${check}, roll a ${name} check`}
                {...triggers({ do: "check", id: creature.id, ability })}
              >
                {check}
              </button>
            </dd>
            <dd>
              <button
                type="button"
                class="roll"
                aria-label={`save ${save}, roll a ${name} save`}
                {...triggers({ do: "save", id: creature.id, ability })}
              >
                save {save}
              </button>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
