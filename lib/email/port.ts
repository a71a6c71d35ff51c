/** A letter. Header injection is not possible: control characters are removed. */
export interface Email {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same as HTML, for those who read mail so. */
  readonly html?: string;
  /** Makes a repeated delivery recognisable to the receiving side. */
  readonly messageId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type EmailResult =
  | { readonly ok: true }
  /** `retry` is false when the server refused for good (5xx replies). */
  | { readonly ok: false; readonly retry: boolean; readonly reason: string };

/** Sends mail. */
export interface Mailer {
  send(email: Email, signal?: AbortSignal): Promise<EmailResult>;
  /** Connects and logs in without sending; throws when that fails. */
  verify(signal?: AbortSignal): Promise<void>;
  close(): void;
}

/** Counts what becomes of letters. */
export interface MailMeter {
  /** `refused`: the receiving side will never take it; `dead`: given up after many tries. */
  letter(result: "sent" | "retry" | "refused" | "dead"): void;
}

/** A letter that was sent, as development shows it. */
export interface KeptLetter {
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Where letters go that no server sends: a page shows them. */
export interface LetterBox {
  /** The newest first. */
  letters(): readonly KeptLetter[];
}
