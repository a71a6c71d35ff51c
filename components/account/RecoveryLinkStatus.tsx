import { ago } from "@/components/encounter/EncounterList.tsx";
import type { RecoveryStatus } from "@/lib/auth/recovery_links.ts";

/** What a guest may do about the link that opens their fights elsewhere. */
export function RecoveryLinkStatus({ status, now }: {
  readonly status: RecoveryStatus | null;
  readonly now: number;
}) {
  return (
    <>
      <p>
        You have no account: your fights belong to this browser. A link opens them on a second
        device, and here again should this browser forget them.
      </p>
      {status !== null && (
        <p class="status-message">
          You made a link {ago(status.madeAt, now)}. {status.usedAt === null
            ? "Nobody has opened it yet."
            : `It was opened ${ago(status.usedAt, now)}.`}
        </p>
      )}
      <form method="post" action="/recovery">
        <button
          class="btn"
          data-kind={status === null ? "turn" : undefined}
          type="submit"
          name="do"
          value="make"
        >
          {status === null ? "Make the link" : "Make a new link"}
        </button>
        {status !== null && (
          <>
            <p class="muted">A new link ends the one before.</p>
            <button class="btn" type="submit" name="do" value="revoke">
              Revoke the link
            </button>
            <p class="muted">
              It opens nothing more then. A device that opened it keeps your fights: if it is not
              yours, <a href="/sign-up">make an account</a>, which takes them away from it.
            </p>
          </>
        )}
      </form>
      <p class="muted">
        It works until you revoke it, and for {LINK_DAYS} days after it was opened last.
      </p>
    </>
  );
}

/** As long as a guest's cookie. */
const LINK_DAYS = 400;
