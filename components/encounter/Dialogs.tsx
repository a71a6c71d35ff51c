import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { AddDialog } from "./dialogs/AddDialog.tsx";
import { KeysDialog } from "./dialogs/KeysDialog.tsx";
import { MenuDialog } from "./dialogs/MenuDialog.tsx";
import { Palette } from "./dialogs/Palette.tsx";
import { SettingsDialog } from "./dialogs/SettingsDialog.tsx";
import { ShareDialog } from "./dialogs/ShareDialog.tsx";

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
  dialog: "keys" | "palette" | "share" | "menu" | "settings" | "add" | "end";
  /** Entry or combatant that the sheet is about. */
  id: Id | null;
  encounter: EncounterState;
  code: string | null;
  /** Where players join, without the code: "https://host/play/". */
  joinAt: string;
  keyRows: readonly KeyRow[];
  keysOff: boolean;
  /** Action that waits for its new key. */
  rebinding: string | null;
  /** What is typed in the sheet's field. */
  text: string;
  found: readonly FoundCreature[];
  /** Place of the chosen line in a list of results. */
  at: number;
  searching: boolean;
}

/** The open sheet. Loaded when first needed: none of it is part of a turn. */
export function Dialogs(props: DialogsProps) {
  switch (props.dialog) {
    case "keys":
      return <KeysDialog {...props} />;
    case "palette":
      return <Palette {...props} />;
    case "share":
      return <ShareDialog {...props} />;
    case "menu":
      return <MenuDialog {...props} />;
    case "settings":
      return <SettingsDialog encounter={props.encounter} />;
    case "add":
      return <AddDialog {...props} />;
    case "end":
      return null;
  }
}
