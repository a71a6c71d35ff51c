import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { AddSheet } from "./dialogs/AddDialog.tsx";
import { KeysSheet } from "./dialogs/KeysDialog.tsx";
import { MenuSheet } from "./dialogs/MenuDialog.tsx";
import { Palette } from "./dialogs/Palette.tsx";
import { SettingsSheet } from "./dialogs/SettingsDialog.tsx";
import { ShareSheet } from "./dialogs/ShareDialog.tsx";

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

export interface SheetsProps {
  sheet: "keys" | "palette" | "share" | "menu" | "settings" | "add" | "end";
  /** Entry or combatant that the sheet is about. */
  id: Id | null;
  fight: EncounterState;
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
export function Sheets(props: SheetsProps) {
  switch (props.sheet) {
    case "keys":
      return <KeysSheet {...props} />;
    case "palette":
      return <Palette {...props} />;
    case "share":
      return <ShareSheet {...props} />;
    case "menu":
      return <MenuSheet {...props} />;
    case "settings":
      return <SettingsSheet fight={props.fight} />;
    case "add":
      return <AddSheet {...props} />;
    case "end":
      return null;
  }
}
