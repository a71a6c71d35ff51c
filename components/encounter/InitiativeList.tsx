import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { GroupRow } from "./GroupRow.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import { Row } from "./Row.tsx";
import type { RowState } from "./RowParts.tsx";

export interface InitiativeListProps {
  encounter: EncounterState;
  nextId: Id | null;
  /** Keys by id of entry or member. */
  digits: ReadonlyMap<Id, string>;
  targets: ReadonlySet<Id>;
  /** Hit points left by id, when the pending action is applied. */
  after: ReadonlyMap<Id, number>;
  cursor: Id | null;
  /** The group whose members are shown. */
  open: Id | null;
  drag?: { readonly id: Id; readonly over: Id | null } | null;
}

/** From here on rows outside the view are not laid out. */
const MANY = 40;

/** Where an entry stands in the round; nobody has acted before the first turn. */
function stateOf(props: InitiativeListProps, id: Id, at: number, active: number): RowState {
  if (at === active) return "now";
  if (id === props.nextId) return "next";
  return at < active ? "acted" : "wait";
}

function Entry(
  { id, at, active, ...props }: InitiativeListProps & { id: Id; at: number; active: number },
) {
  const { encounter, targets } = props;
  const group = encounter.groups[id];
  const common = {
    state: stateOf(props, id, at, active),
    cursor: props.cursor === id,
    drag: props.drag?.id === id ? "drag" : props.drag?.over === id ? "drop" : undefined,
  } as const;
  const { edition } = encounter;
  if (group === undefined) {
    const creature = encounter.combatants[id];
    if (creature === undefined) return null;
    return (
      <Row
        {...common}
        edition={edition}
        creature={creature}
        after={props.after.get(id)}
        digit={creature.hp === null ? null : props.digits.get(id) ?? ""}
        target={targets.has(id)}
      />
    );
  }
  const members = group.memberIds.flatMap((member) => encounter.combatants[member] ?? []);
  const open = props.open === id;
  return (
    <>
      <GroupRow
        {...common}
        edition={edition}
        group={group}
        members={members}
        open={open}
        digit={props.digits.get(id) ?? ""}
        target={members.length > 0 && members.every((member) => targets.has(member.id))}
      />
      {open && members.map((member) => (
        <Row
          key={member.id}
          member
          edition={edition}
          creature={member}
          state="wait"
          after={props.after.get(member.id)}
          cursor={props.cursor === member.id}
          digit={member.hp === null ? null : props.digits.get(member.id) ?? ""}
          target={targets.has(member.id)}
        />
      ))}
    </>
  );
}

/** The initiative order. It stands still; the mark of the turn travels. */
export function InitiativeList(props: InitiativeListProps) {
  const { encounter } = props;
  const active = encounter.activeId === null ? -1 : encounter.order.indexOf(encounter.activeId);
  return (
    <ol
      class="initiative-list"
      id="order"
      aria-label="Initiative order"
      tabIndex={0}
      data-many={encounter.order.length > MANY ? "" : undefined}
    >
      {encounter.order.map((id, at) => (
        <Entry
          key={id}
          {...props}
          id={id}
          at={at}
          active={active}
        />
      ))}
      <li class="row-last">
        <button type="button" class="row-add" {...triggers("add")}>
          <Icon name="add" />
          Add a creature <kbd class="key">a</kbd>
        </button>
        {encounter.status === "building" && (
          <a class="row-add" href={`/encounters/${encounter.id}/build`}>
            <Icon name="edit" />
            Builder
          </a>
        )}
      </li>
    </ol>
  );
}
