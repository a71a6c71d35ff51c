import type { PictureEditor } from "@/lib/client/pictures/picture_editor.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";

export interface KeyRow {
  id: string;
  keys: readonly string[];
  label: string;
}

export interface FoundCreature {
  slug: string;
  name: string;
  note: string;
}

export interface DialogsProps {
  dialog:
    | "keys"
    | "palette"
    | "share"
    | "menu"
    | "settings"
    | "add"
    | "picture"
    | "figures"
    | "end";
  /** Entry or combatant that the dialog is about. */
  id: Id | null;
  encounter: EncounterState;
  code: string | null;
  /** Where players join, without the code: "https://host/play/". */
  joinAt: string;
  keyRows: readonly KeyRow[];
  keysOff: boolean;
  /** Action that waits for its new key. */
  rebinding: string | null;
  /** What is typed in the dialog's field. */
  text: string;
  found: readonly FoundCreature[];
  /** Place of the chosen line in a list of results. */
  at: number;
  searching: boolean;
  /** Of the dialog that is about a picture; null until it is loaded. */
  pictureEditor: PictureEditor | null;
}
