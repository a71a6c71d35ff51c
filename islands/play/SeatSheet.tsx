import type { Sheet } from "@/components/play/Dock.tsx";
import type { SeatProposal, SeatView } from "@/lib/contracts/player_view.ts";
import { AmountSheet } from "./AmountSheet.tsx";
import { MoreSheet } from "./MoreSheet.tsx";

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
