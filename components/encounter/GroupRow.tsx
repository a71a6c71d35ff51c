import { acOf } from "@/lib/combat/figures.ts";
import type { Combatant, Group } from "@/lib/combat/state.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Badge } from "./EffectBadge.tsx";
import { hurt, type ShownHitPoints, shownHitPoints } from "./HitPoints.tsx";
import { memo } from "@/components/ui/memo.ts";
import { type Pip, Pips } from "./Pips.tsx";
import { isOut } from "./Row.tsx";
import {
  ArmourCell,
  flag,
  HpButton,
  InitiativeCell,
  MarkButton,
  NameButton,
  type Standing,
  standing,
  Tag,
} from "./RowParts.tsx";
import { SideMark } from "@/components/ui/SideMark.tsx";
import { sideOf } from "./format.ts";

export interface GroupRowProps extends Standing {
  edition: Edition;
  group: Group;
  members: readonly Combatant[];
  open: boolean;
}

function memberPip(edition: Edition, creature: Combatant): Pip {
  if (isOut(creature)) return "down";
  const hp = shownHitPoints(edition, creature);
  return hp !== null && hurt(hp) !== undefined ? "hurt" : "up";
}

/** Hit points of all members as one sum; null when none has any. */
export function groupHp(edition: Edition, members: readonly Combatant[]): ShownHitPoints | null {
  const all = members.flatMap((member) => shownHitPoints(edition, member) ?? []);
  if (all.length === 0) return null;
  const sum = (key: keyof ShownHitPoints) => all.reduce((total, hp) => total + hp[key], 0);
  return { current: sum("current"), max: sum("max"), temp: sum("temp") };
}

/** Armour class that all members share; null when they differ. */
function groupArmour(members: readonly Combatant[]): number | null {
  const [first, ...others] = new Set(members.map(acOf));
  return others.length === 0 ? first ?? null : null;
}

function MemberPips({ edition, group, members, open }: GroupRowProps) {
  const pips = members.map((member) => memberPip(edition, member));
  const count = `${pips.filter((pip) => pip !== "down").length} of ${members.length}`;
  return (
    <button
      type="button"
      class="row-pips"
      aria-expanded={`${open}`}
      aria-label={`${count} up, ${open ? "close" : "open"} ${group.name}`}
      {...triggers({ do: "open-group", id: group.id })}
    >
      <Pips pips={pips} label="" />
      <span class="badge">{count}</span>
    </button>
  );
}

function GroupLine(props: GroupRowProps) {
  const { group, members, digit } = props;
  const hp = groupHp(props.edition, members);
  const hidden = members.length > 0 && members.every((member) => member.hidden !== false);
  const out = members.every(isOut);
  const [first] = members;
  return (
    <li
      class="row"
      data-id={group.id}
      data-hidden={flag(hidden)}
      data-down={flag(out)}
      {...standing(props)}
    >
      <InitiativeCell value={group.initiative.value} />
      <span class="row-main">
        <NameButton id={group.id}>
          <SideMark side={first === undefined ? "foe" : sideOf(first)} />
          <span class="row-title">{group.name}</span>
        </NameButton>
        <span class="row-notes">
          <Tag state={props.state} />
          {hidden && (
            <Badge icon="hidden">
              <b>Hidden</b>
            </Badge>
          )}
          <MemberPips {...props} />
        </span>
      </span>
      <ArmourCell value={groupArmour(members)} />
      {hp === null ? <span /> : <HpButton id={group.id} hp={hp} />}
      {digit === null || out
        ? <span />
        : <MarkButton id={group.id} name={group.name} digit={digit} target={props.target} />}
    </li>
  );
}

/** A group that acts together: one row, a mark a member. */
export const GroupRow = memo(GroupLine);
