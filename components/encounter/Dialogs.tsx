import { AddDialog } from "./dialogs/AddDialog.tsx";
import { FiguresDialog } from "./dialogs/FiguresDialog.tsx";
import { KeysDialog } from "./dialogs/KeysDialog.tsx";
import { MenuDialog } from "./dialogs/MenuDialog.tsx";
import { Palette } from "./dialogs/Palette.tsx";
import { PictureDialog } from "./dialogs/PictureDialog.tsx";
import { SettingsDialog } from "./dialogs/SettingsDialog.tsx";
import type { DialogsProps } from "./dialogs/props.ts";
import { ShareDialog } from "./dialogs/ShareDialog.tsx";

/** The open dialog. Loaded when first needed: none of it is part of a turn. */
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
    case "picture":
      return <PictureDialog {...props} />;
    case "figures":
      return <FiguresDialog {...props} />;
    case "end":
      return null;
  }
}
