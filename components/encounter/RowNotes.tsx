import type { Combatant } from "@/lib/combat/state.ts";
import { Chip, EffectChip } from "./EffectBadge.tsx";
import { Pips, poolPips } from "./Pips.tsx";
import { type RowState, Tag } from "./RowParts.tsx";
import { roundsLeft } from "./format.ts";

function Dying({ creature }: { creature: Combatant }) {
  const { successes, failures } = creature.deathSaves;
  if (creature.life === "stable") return <Chip icon="down">Down, stable</Chip>;
  return (
    <>
      <Chip icon="down" tone="harm">
        <b>Down</b>
      </Chip>
      <span class="chip">
        saves{" "}
        <Pips
          round
          pips={poolPips(3, 3 - successes)}
          label={`${successes} of 3 successes`}
        />
      </span>
      <span class="chip">
        fails{" "}
        <Pips
          pips={[...poolPips(failures, failures, "down"), ...poolPips(3 - failures, 3, "used")]}
          label={`${failures} of 3 failures`}
        />
      </span>
    </>
  );
}

/** What the second line of a row says, worst first. */
export function Notes({ creature, state }: { creature: Combatant; state: RowState }) {
  const legendary = creature.legendary;
  return (
    <span class="row-notes">
      <Tag state={state} />
      {(creature.life === "dying" || creature.life === "stable") && <Dying creature={creature} />}
      {creature.life === "dead" && <Chip icon="skull">Dead</Chip>}
      {creature.life === "defeated" && <Chip>Defeated</Chip>}
      {creature.hidden !== false && (
        <Chip icon="hidden">
          <b>Hidden</b>
          {creature.hidden === "until-turn" && " until its turn"}
        </Chip>
      )}
      {creature.surprised && <Chip icon="warning">Surprised</Chip>}
      {creature.delaying && <Chip icon="clock">Delaying</Chip>}
      {creature.readied !== null && (
        <Chip icon="clock">
          <b>Ready</b> {creature.readied}
        </Chip>
      )}
      {legendary !== null && legendary.max > 0 && (
        <Chip icon="crown">
          <b>{legendary.max - legendary.spent} of {legendary.max}</b> legendary
        </Chip>
      )}
      {creature.concentration !== null && (
        <Chip icon="concentration">
          <b>{creature.concentration.name}</b> {roundsLeft(creature.concentration.duration)}
        </Chip>
      )}
      {creature.exhaustion > 0 && (
        <Chip icon="drop" tone="harm">
          <b>Exhaustion</b> {creature.exhaustion}
        </Chip>
      )}
      {creature.effects.filter((effect) => effect.impliedBy === null).map((effect) => (
        <EffectChip key={effect.id} effect={effect} />
      ))}
    </span>
  );
}
