import type { ComponentChildren } from "preact";
import { membersOf, nameOf } from "@/lib/combat/lookup.ts";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import { type TrackerAction, triggers } from "@/lib/actions/tracker_action.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";

function Item({ does, icon, children }: {
  does: TrackerAction;
  icon: IconName;
  children: ComponentChildren;
}) {
  return (
    <li>
      <button type="button" class="palette-item" data-closes {...triggers(does)}>
        <Icon name={icon} />
        <span>{children}</span>
      </button>
    </li>
  );
}

/** Everything that can be done with one row; what a gesture does stands here too. */
export function MenuDialog({ encounter, id }: DialogsProps) {
  if (id === null) return null;
  const members = membersOf(encounter, id);
  const [first] = members;
  const group = encounter.groups[id];
  const hidden = members.some((member) => member.hidden !== false);
  const out = members.every((member) => member.life === "defeated" || member.life === "dead");
  return (
    <Dialog title={nameOf(encounter, id)}>
      <ul class="creature-list picks palette">
        {encounter.status === "running" && (
          <Item does={{ do: "jump", id }} icon="next">
            Its turn now
          </Item>
        )}
        <Item does={{ do: "move-up", id }} icon="up">Move up</Item>
        <Item does={{ do: "move-down", id }} icon="down">Move down</Item>
        <Item does={{ do: "initiative", id }} icon="die">Initiative</Item>
        {group === undefined && (
          <Item does={{ do: "delay", id }} icon="clock">
            {first?.delaying ? "Take the delayed turn" : "Delay its turn"}
          </Item>
        )}
        {group === undefined && (
          <Item does={{ do: "ready", id }} icon="target">Ready an action</Item>
        )}
        <Item does={{ do: "reveal", id }} icon={hidden ? "visible" : "hidden"}>
          {hidden ? "Reveal to players" : "Hide from players"}
        </Item>
        {out
          ? <Item does={{ do: "revive", id: first?.id ?? id }} icon="heart">Bring back</Item>
          : <Item does={{ do: "defeat", id }} icon="skull">Defeat</Item>}
        {group === undefined && first !== undefined && (
          <Item does={{ do: "figures", id: first.id }} icon="edit">Figures and notes</Item>
        )}
        {first !== undefined && (
          <Item does={{ do: "picture", id: first.id }} icon="visible">Picture</Item>
        )}
        {group === undefined && (
          <Item does={{ do: "duplicate", id }} icon="copy">Add another like it</Item>
        )}
        {group !== undefined && (
          <Item does={{ do: "ungroup", id }} icon="grip">
            A row for each
          </Item>
        )}
        <Item does={{ do: "remove", id }} icon="close">Remove from the fight</Item>
      </ul>
    </Dialog>
  );
}
