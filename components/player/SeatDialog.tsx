import type { OpenDialog } from "@/components/player/ActionBar.tsx";
import type { SeatProposal, SeatView } from "@/lib/contracts/player_view.ts";
import { AmountDialog } from "./AmountDialog.tsx";
import { MoreDialog } from "./MoreDialog.tsx";

/** The dialog that a button of the action bar opened. */
export function SeatDialog({ seat, code, dialog, onSend, onClose }: {
  readonly seat: SeatView;
  readonly code: string;
  readonly dialog: OpenDialog;
  readonly onSend: (body: SeatProposal) => void;
  readonly onClose: () => void;
}) {
  if (dialog === "more") {
    return <MoreDialog seat={seat} code={code} onSend={onSend} onClose={onClose} />;
  }
  return <AmountDialog own={seat.own} mode={dialog} onSend={onSend} onClose={onClose} />;
}
