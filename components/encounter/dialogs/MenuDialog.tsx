import type { ComponentChildren } from "preact";
import { membersOf, nameOf } from "@/lib/combat/lookup.ts";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import { act } from "@/components/encounter/action_attributes.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";

function Item({ does, id, icon, children }: {
  does: Parameters<typeof act>[0];
  id: string;
  icon: IconName;
  children: ComponentChildren;
}) {
  return (
    <li>
      <button type="button" class="palette-do" data-closes {...act(does, id)}>
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
      <ul class="find picks palette">
        {encounter.status === "running" && (
          <Item does="jump" id={id} icon="next">
            Its turn now
          </Item>
        )}
        <Item does="move-up" id={id} icon="up">Move up</Item>
        <Item does="move-down" id={id} icon="down">Move down</Item>
        <Item does="initiative" id={id} icon="die">Initiative</Item>
        {group === undefined && (
          <Item does="delay" id={id} icon="clock">
            {first?.delaying ? "Take the delayed turn" : "Delay its turn"}
          </Item>
        )}
        {group === undefined && <Item does="ready" id={id} icon="target">Ready an action</Item>}
        <Item does="reveal" id={id} icon={hidden ? "visible" : "hidden"}>
          {hidden ? "Reveal to players" : "Hide from players"}
        </Item>
        {out
          ? <Item does="revive" id={first?.id ?? id} icon="heart">Bring back</Item>
          : <Item does="defeat" id={id} icon="skull">Defeat</Item>}
        {group === undefined && (
          <Item does="duplicate" id={id} icon="copy">Add another like it</Item>
        )}
        {group !== undefined && <Item does="ungroup" id={id} icon="grip">A row for each</Item>}
        <Item does="remove" id={id} icon="close">Remove from the fight</Item>
      </ul>
    </Dialog>
  );
}
