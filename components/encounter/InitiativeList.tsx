import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { act } from "./action_attributes.ts";
import { GroupRow } from "./GroupRow.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import { Row } from "./Row.tsx";
import type { RowState } from "./RowParts.tsx";

export interface OrderProps {
  fight: EncounterState;
  nextId: Id | null;
  /** Keys by id of entry or member. */
  digits: ReadonlyMap<Id, string>;
  targets: ReadonlySet<Id>;
  /** Hit points left by id, when what is in hand is applied. */
  after: ReadonlyMap<Id, number>;
  cursor: Id | null;
  /** The group whose members are shown. */
  open: Id | null;
  drag?: { readonly id: Id; readonly over: Id | null } | null;
}

/** From here on rows outside the view are not laid out. */
const MANY = 40;

/** Where an entry stands in the round; nobody has acted before the first turn. */
function stateOf(props: OrderProps, id: Id, at: number, active: number): RowState {
  if (at === active) return "now";
  if (id === props.nextId) return "next";
  return at < active ? "acted" : "wait";
}

function Entry({ id, at, active, ...props }: OrderProps & { id: Id; at: number; active: number }) {
  const { fight, targets } = props;
  const group = fight.groups[id];
  const common = {
    state: stateOf(props, id, at, active),
    cursor: props.cursor === id,
    drag: props.drag?.id === id ? "drag" : props.drag?.over === id ? "drop" : undefined,
  } as const;
  if (group === undefined) {
    const creature = fight.combatants[id];
    if (creature === undefined) return null;
    return (
      <Row
        {...common}
        creature={creature}
        after={props.after.get(id)}
        digit={creature.hp === null ? null : props.digits.get(id) ?? ""}
        target={targets.has(id)}
      />
    );
  }
  const members = group.memberIds.flatMap((member) => fight.combatants[member] ?? []);
  const open = props.open === id;
  return (
    <>
      <GroupRow
        {...common}
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
export function Order(props: OrderProps) {
  const { fight } = props;
  const active = fight.activeId === null ? -1 : fight.order.indexOf(fight.activeId);
  return (
    <ol
      class="order"
      id="order"
      aria-label="Initiative order"
      tabIndex={0}
      data-many={fight.order.length > MANY ? "" : undefined}
    >
      {fight.order.map((id, at) => <Entry key={id} {...props} id={id} at={at} active={active} />)}
      <li class="row-last">
        <button type="button" class="row-add" {...act("add")}>
          <Icon name="add" />
          Add a creature <kbd class="key">a</kbd>
        </button>
        {fight.status === "building" && (
          <a class="row-add" href={`/encounters/${fight.id}/build`}>
            <Icon name="edit" />
            Builder
          </a>
        )}
      </li>
    </ol>
  );
}
