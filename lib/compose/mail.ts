import { MemoryLetterBox } from "@/lib/email/letter_box.ts";
import { Outbox } from "@/lib/email/outbox.ts";
import type { LetterBox, Mailer, MailMeter } from "@/lib/email/port.ts";
import { SmtpMailer } from "@/lib/email/smtp.ts";
import type { Config } from "@/lib/config.ts";
import type { Log } from "@/lib/log.ts";
import type { Store } from "@/lib/store/ports/store.ts";

export interface Mail {
  readonly outbox: Outbox;
  /** Where development and tests read letters; null where a server sends them. */
  readonly letterBox: LetterBox | null;
}

/** Letters to people: over SMTP where a server is configured, kept for `/dev/mail` in development. */
export function composeMail(
  config: Config,
  parts: { readonly store: Pick<Store, "values">; readonly log: Log; readonly meter?: MailMeter },
): Mail {
  const { SMTP_URL, APP_ENV } = config;
  const from = config.MAIL_FROM ?? config.ALERT_FROM;
  const local = APP_ENV === "development" || APP_ENV === "test";
  const now = () => Date.now();
  const letterBox = SMTP_URL === undefined && local ? new MemoryLetterBox(now) : null;
  const mailer: Mailer | undefined = SMTP_URL === undefined || from === undefined
    ? letterBox ?? undefined
    : new SmtpMailer({ url: SMTP_URL, from, plainLogin: local });
  const { store, log, meter } = parts;
  const outbox = new Outbox({
    values: store.values,
    mailer,
    log,
    now,
    ...meter === undefined ? {} : { meter },
  });
  return { outbox, letterBox };
}
