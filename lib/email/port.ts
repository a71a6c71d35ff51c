/** A letter in plain text. Header injection is not possible: control characters are removed. */
export interface Email {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
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
