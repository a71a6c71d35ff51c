import type { Sheet } from "@/components/player/ActionBar.tsx";
import type { SeatProposal, SeatView } from "@/lib/contracts/player_view.ts";
import { AmountSheet } from "./AmountDialog.tsx";
import { MoreSheet } from "./MoreDialog.tsx";

/** The sheet that a button of the dock opened. */
export function SeatSheet({ seat, code, sheet, onSend, onClose }: {
  readonly seat: SeatView;
  readonly code: string;
  readonly sheet: Sheet;
  readonly onSend: (body: SeatProposal) => void;
  readonly onClose: () => void;
}) {
  if (sheet === "more") {
    return <MoreSheet seat={seat} code={code} onSend={onSend} onClose={onClose} />;
  }
  return <AmountSheet own={seat.own} mode={sheet} onSend={onSend} onClose={onClose} />;
}
