import { QrCode } from "@/components/ui/QrCode.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import type { DialogsProps } from "@/components/encounter/dialogs/props.ts";
import { plural } from "@/lib/combat/text.ts";

/** The way to the table: code, link and picture; who is there; a new code. */
export function ShareDialog({ encounter, code, joinAt }: DialogsProps) {
  const seats = Object.values(encounter.seats);
  const barred = encounter.barredDevices ?? [];
  if (code === null) {
    return (
      <Dialog title="Players join here">
        <p class="muted">Players need no account. They write a code, or point a camera at it.</p>
        <div class="dialog-foot">
          <button type="button" class="btn" data-kind="turn" {...triggers("new-code")}>
            Make a code
          </button>
        </div>
      </Dialog>
    );
  }
  const link = `${joinAt}${code}`;
  return (
    <Dialog title="Players join here">
      <div class="share">
        <QrCode text={link} label="QR code of the link to join" />
        <div class="share-words">
          <span class="share-code">{code}</span>
          <a href={link}>{link.replace(/^https?:\/\//, "")}</a>
          <span class="label">
            {seats.length === 0 ? "Nobody has joined yet" : plural(seats.length, "player")}
          </span>
          <ul class="seats">
            {seats.map((seat) => (
              <li key={seat.id}>
                <span class="seats-who">{seat.player}</span>
                <button
                  type="button"
                  class="btn"
                  data-size="small"
                  aria-pressed={`${seat.trusted}`}
                  {...triggers({ do: "trust", seatId: seat.id })}
                >
                  {seat.trusted ? "Trusted" : "Trust"}
                </button>
                <button
                  type="button"
                  class="btn"
                  data-kind="bare"
                  data-size="small"
                  {...triggers({ do: "release", seatId: seat.id })}
                >
                  Free the seat
                </button>
                {seat.device !== undefined && (
                  <button
                    type="button"
                    class="btn"
                    data-kind="bare"
                    data-size="small"
                    title="Frees the seat; this device takes none in this fight any more"
                    {...triggers({ do: "put-out", seatId: seat.id })}
                  >
                    Put out
                  </button>
                )}
              </li>
            ))}
          </ul>
          {barred.length > 0 && (
            <p class="muted">
              {plural(barred.length, "device")}{" "}
              put out. Who comes back with another needs a new code to be kept away.{" "}
              <button
                type="button"
                class="btn"
                data-kind="bare"
                data-size="small"
                {...triggers("allow-devices")}
              >
                Let in again
              </button>
            </p>
          )}
        </div>
      </div>
      <div class="dialog-foot">
        <button type="button" class="btn" data-kind="bare" {...triggers("new-code")}>
          New code
        </button>
        <button type="button" class="btn" {...triggers("table-display")}>
          <Icon name="display" />
          Table display
        </button>
        <button type="button" class="btn" {...triggers({ do: "copy-link", link })}>
          <Icon name="copy" />
          Copy link
        </button>
      </div>
    </Dialog>
  );
}
