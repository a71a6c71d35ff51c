import { acOf } from "@/lib/combat/figures.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { shownHitPoints } from "./HitPoints.tsx";
import type { Combatant } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { memo } from "@/components/ui/memo.ts";
import { Notes } from "./RowNotes.tsx";
import {
  ArmourCell,
  flag,
  HpButton,
  InitiativeCell,
  MarkButton,
  NameButton,
  type Standing,
  standing,
} from "./RowParts.tsx";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { SideMark } from "@/components/ui/SideMark.tsx";
import { fullName } from "@/lib/combat/lookup.ts";
import { sideOf } from "./format.ts";

export interface RowProps extends Standing {
  edition: Edition;
  creature: Combatant;
  /** Hit points left when the pending action is applied; absent: untouched. */
  after?: number | undefined;
  /** Stands indented below its group. */
  member?: boolean;
}

/** True for those that take no more part until somebody brings them back. */
export function isOut(creature: Combatant): boolean {
  return creature.life === "defeated" || creature.life === "dead";
}

function LastCell({ creature, digit, target }: RowProps) {
  const name = fullName(creature);
  if (isOut(creature) && creature.hp !== null) {
    return (
      <button
        type="button"
        class="btn row-mark"
        data-kind="bare"
        aria-label={`Bring ${name} back`}
        {...triggers({ do: "revive", id: creature.id })}
      >
        <Icon name="undo" />
      </button>
    );
  }
  if (digit === null) return <span />;
  return <MarkButton id={creature.id} name={name} digit={digit} target={target} />;
}

function CreatureRow(props: RowProps) {
  const { creature, state, member } = props;
  const hp = shownHitPoints(props.edition, creature);
  return (
    <li
      class="row"
      data-id={creature.id}
      data-member={flag(member)}
      data-hidden={flag(creature.hidden !== false)}
      data-down={flag(isOut(creature))}
      data-dying={flag(creature.life === "dying")}
      {...standing(props)}
    >
      {member ? <span class="row-init" /> : <InitiativeCell value={creature.initiative.value} />}
      <span class="row-main">
        <NameButton id={creature.id}>
          <SideMark side={sideOf(creature)} />
          <Portrait portrait={creature.portrait} size="row" />
          <span class="row-title">{fullName(creature)}</span>
        </NameButton>
        <Notes creature={creature} state={state} />
      </span>
      <ArmourCell value={acOf(creature)} />
      {hp === null ? <span /> : <HpButton id={creature.id} hp={hp} after={props.after} />}
      <LastCell {...props} />
    </li>
  );
}

/** One creature in the order. */
export const Row = memo(CreatureRow);
