import { findCombatant, fullName } from "@/lib/combat/lookup.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import { PictureField } from "@/components/ui/PictureField.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";

/** The picture of one creature. Players see it where they see the creature's name. */
export function PictureDialog({ encounter, id, pictureEditor }: DialogsProps) {
  const creature = id === null ? undefined : findCombatant(encounter, id);
  if (creature === undefined) return null;
  const name = fullName(creature);
  const unseen = creature.hidden !== false || creature.nameHidden;
  return (
    <Dialog title={`Picture of ${name}`}>
      {pictureEditor === null
        ? <p class="muted">Loading …</p>
        : <PictureField editor={pictureEditor} of={name} />}
      <p class="muted">
        {unseen
          ? "Players do not see it until they see this creature under its name."
          : "Players see it too."}
      </p>
    </Dialog>
  );
}
