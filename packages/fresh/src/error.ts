import { STATUS_TEXT } from "./status.ts";

/** Every 4xx and 5xx status an {@link HttpError} may carry. */
export type ErrorStatus = keyof typeof STATUS_TEXT;

/**
 * An error with an HTTP status. Thrown anywhere below a handler it is answered by the nearest
 * error page, or, where there is none, with its message as plain text.
 */
export class HttpError extends Error {
  readonly status: ErrorStatus;
  override readonly name = "HttpError";

  constructor(status: ErrorStatus, message = "", options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The text of a status code ("Not Found"), or its number when it has none. */
export function statusText(status: number): string {
  return (STATUS_TEXT as Readonly<Record<number, string>>)[status] ??
    String(status);
}

/** The status a caught value is answered with: that of an HttpError, else 500. */
export function statusOf(error: unknown): number {
  return error instanceof HttpError ? error.status : 500;
}
