import type { Email, EmailResult, Mailer } from "./port.ts";

export interface SmtpOptions {
  /** `smtps://user:password@host:465` or `smtp://…:587`. */
  readonly url: string;
  /** The sender's address. */
  readonly from: string;
  readonly timeoutMs?: number;
  /** Sends a password over a line that is not encrypted; for one's own machine only. */
  readonly plainLogin?: boolean;
  /** Accepts a certificate nobody signed; for tests only. */
  readonly insecureTls?: boolean;
}

/** Sends over SMTP. One connection per letter: letters are rare, instances are short-lived. */
export class SmtpMailer implements Mailer {
  readonly #options: SmtpOptions;

  constructor(options: SmtpOptions) {
    this.#options = options;
  }

  async send(email: Email, signal?: AbortSignal): Promise<EmailResult> {
    // Anything but one plain address could name more receivers than were meant.
    if (!email.to.every(isPlainAddress)) return { ok: false, retry: false, reason: "bad address" };
    try {
      await this.#with(signal, async (transport) => {
        await transport.sendMail({
          from: this.#options.from,
          to: [...email.to],
          subject: oneLine(email.subject).slice(0, 200),
          text: email.text,
          ...(email.html === undefined ? {} : { html: email.html }),
          ...(email.messageId ? { messageId: `<${email.messageId}@${this.#domain()}>` } : {}),
          ...(email.headers ? { headers: { ...email.headers } } : {}),
          // Letters are text made here: nothing may be read from files or addresses.
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      });
      return { ok: true };
    } catch (error) {
      return refusal(error);
    }
  }

  async verify(signal?: AbortSignal): Promise<void> {
    await this.#with(signal, async (transport) => {
      await transport.verify();
    });
  }

  close(): void {}

  /** Receivers trust an id under the sender's own domain more than any other. */
  #domain(): string {
    return this.#options.from.split("@")[1]?.replace(/[^\w.-]/g, "") || "mail.invalid";
  }

  async #with(
    signal: AbortSignal | undefined,
    work: (transport: Awaited<ReturnType<typeof transportOf>>) => Promise<void>,
  ): Promise<void> {
    signal?.throwIfAborted();
    const transport = await transportOf(this.#options);
    const stop = () => transport.close();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      await work(transport);
    } finally {
      signal?.removeEventListener("abort", stop);
      transport.close();
    }
  }
}

/** The library is loaded with the first letter: it is large and letters are rare. */
async function transportOf(options: SmtpOptions) {
  const { createTransport } = await import("nodemailer");
  const url = new URL(options.url);
  const secure = url.protocol === "smtps:";
  const timeout = options.timeoutMs ?? 5_000;
  return createTransport({
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A server that does not offer encryption, or somebody between who hides it, gets no password.
    requireTLS: !secure && url.username !== "" && options.plainLogin !== true,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    ...(options.insecureTls ? { tls: { rejectUnauthorized: false } } : {}),
  });
}

function isPlainAddress(text: string): boolean {
  return /^[^\s<>()[\]\\,;:"@]+@[^\s<>()\\,;"@]+$/.test(text);
}

/** Text for a header: one line without control characters. */
export function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex -- removing control characters is the point
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").trim();
}

function refusal(error: unknown): EmailResult {
  if (typeof error !== "object" || error === null) {
    return { ok: false, retry: true, reason: "unknown" };
  }
  const code = "responseCode" in error && typeof error.responseCode === "number"
    ? error.responseCode
    : undefined;
  const name = "code" in error && typeof error.code === "string" ? error.code : "unknown";
  // A full mailbox or a greylisting server (4xx) may take it later; a 5xx reply is final.
  const retry = code === undefined || code < 500;
  return { ok: false, retry, reason: code === undefined ? name : `SMTP ${code}` };
}
