import type { Combatant } from "@/lib/combat/state.ts";
import { Badge, EffectBadge } from "./EffectBadge.tsx";
import { Pips, poolPips } from "./Pips.tsx";
import { type RowState, Tag } from "./RowParts.tsx";
import { roundsLeft } from "./format.ts";

function Dying({ creature }: { creature: Combatant }) {
  const { successes, failures } = creature.deathSaves;
  if (creature.life === "stable") return <Badge icon="down">Down, stable</Badge>;
  return (
    <>
      <Badge icon="down" tone="harm">
        <b>Down</b>
      </Badge>
      <span class="badge">
        saves{" "}
        <Pips
          round
          pips={poolPips(3, 3 - successes)}
          label={`${successes} of 3 successes`}
        />
      </span>
      <span class="badge">
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
      {creature.life === "dead" && <Badge icon="skull">Dead</Badge>}
      {creature.life === "defeated" && <Badge>Defeated</Badge>}
      {creature.hidden !== false && (
        <Badge icon="hidden">
          <b>Hidden</b>
          {creature.hidden === "until-turn" && " until its turn"}
        </Badge>
      )}
      {creature.surprised && <Badge icon="warning">Surprised</Badge>}
      {creature.delaying && <Badge icon="clock">Delaying</Badge>}
      {creature.readied !== null && (
        <Badge icon="clock">
          <b>Ready</b> {creature.readied}
        </Badge>
      )}
      {legendary !== null && legendary.max > 0 && (
        <Badge icon="crown">
          <b>{legendary.max - legendary.spent} of {legendary.max}</b> legendary
        </Badge>
      )}
      {creature.concentration !== null && (
        <Badge icon="concentration">
          <b>{creature.concentration.name}</b> {roundsLeft(creature.concentration.duration)}
        </Badge>
      )}
      {creature.exhaustion > 0 && (
        <Badge icon="drop" tone="harm">
          <b>Exhaustion</b> {creature.exhaustion}
        </Badge>
      )}
      {creature.effects.filter((effect) => effect.impliedBy === null).map((effect) => (
        <EffectBadge key={effect.id} effect={effect} />
      ))}
    </span>
  );
}
