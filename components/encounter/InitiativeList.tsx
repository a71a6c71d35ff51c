import { h, type VNode } from "preact";
import { useRef } from "preact/hooks";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { GroupRow, type GroupRowProps } from "./GroupRow.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import { sameProps } from "@/components/ui/memo.ts";
import { Row, type RowProps } from "./Row.tsx";
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

type DrawnRow = VNode<RowProps> | VNode<GroupRowProps>;

/** The rows of one drawing, by id of entry or member. */
class DrawnRows {
  readonly creatures = new Map<Id, VNode<RowProps>>();
  readonly groups = new Map<Id, VNode<GroupRowProps>>();

  constructor(private readonly before?: DrawnRows) {}

  creatureRow(props: RowProps): VNode<RowProps> {
    const { id } = props.creature;
    const drawn = this.before?.creatures.get(id);
    const row = drawn && sameRow(drawn.props, props) ? drawn : h(Row, { ...props, key: id });
    this.creatures.set(id, row);
    return row;
  }

  groupRow(props: GroupRowProps): VNode<GroupRowProps> {
    const { id } = props.group;
    const drawn = this.before?.groups.get(id);
    const row = drawn && sameProps(drawn.props, props) ? drawn : h(GroupRow, { ...props, key: id });
    this.groups.set(id, row);
    return row;
  }
}

/** `sameProps` for the many: it names what can differ. */
function sameRow(a: RowProps, b: RowProps): boolean {
  return a.creature === b.creature && a.state === b.state && a.target === b.target &&
    a.cursor === b.cursor && a.after === b.after && a.digit === b.digit && a.drag === b.drag &&
    a.member === b.member && a.edition === b.edition;
}

/** The rows of one entry: itself, and the members of an open group. */
function entryRows(
  props: InitiativeListProps,
  rows: DrawnRows,
  id: Id,
  state: RowState,
): readonly DrawnRow[] {
  const { encounter, targets, digits } = props;
  const { edition } = encounter;
  const group = encounter.groups[id];
  const common = {
    edition,
    state,
    cursor: props.cursor === id,
    drag: props.drag?.id === id ? "drag" : props.drag?.over === id ? "drop" : undefined,
  } as const;
  if (group === undefined) {
    const creature = encounter.combatants[id];
    if (creature === undefined) return [];
    const row = rows.creatureRow({
      ...common,
      creature,
      after: props.after.get(id),
      digit: creature.hp === null ? null : digits.get(id) ?? "",
      target: targets.has(id),
    });
    return [row];
  }
  const members = group.memberIds.flatMap((member) => encounter.combatants[member] ?? []);
  const open = props.open === id;
  const row = rows.groupRow({
    ...common,
    group,
    members,
    open,
    digit: digits.get(id) ?? "",
    target: members.length > 0 && members.every((member) => targets.has(member.id)),
  });
  if (!open) return [row];
  return [
    row,
    ...members.map((member) =>
      rows.creatureRow({
        edition,
        creature: member,
        member: true,
        state: "wait",
        after: props.after.get(member.id),
        cursor: props.cursor === member.id,
        digit: member.hp === null ? null : digits.get(member.id) ?? "",
        target: targets.has(member.id),
      })
    ),
  ];
}

/**
 * The initiative order. It stands still; the mark of the turn travels. A row that did not change is
 * the element of the drawing before, at which the browser's half does not look again.
 */
export function InitiativeList(props: InitiativeListProps) {
  const { encounter } = props;
  const drawn = useRef<DrawnRows>();
  const rows = drawn.current = new DrawnRows(drawn.current);
  const active = encounter.activeId === null ? -1 : encounter.order.indexOf(encounter.activeId);
  return (
    <ol
      class="initiative-list"
      id="order"
      aria-label="Initiative order"
      tabIndex={0}
      data-many={encounter.order.length > MANY ? "" : undefined}
    >
      {encounter.order.flatMap<DrawnRow>((id, at) =>
        entryRows(props, rows, id, stateOf(props, id, at, active))
      )}
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
