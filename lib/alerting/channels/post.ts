import type { SendResult } from "../port.ts";

/** Statuses with which a receiver says "not like this, not ever". */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

/**
 * Posts JSON and reads the answer as a result. Redirects are refused: a receiver that moved is a
 * configuration to mend, not a place to send incidents to.
 */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<SendResult> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      signal,
      redirect: "manual",
    });
  } catch (error) {
    const reason = error instanceof Error && error.name === "AbortError"
      ? "aborted"
      : "unreachable";
    return { ok: false, retry: true, reason };
  }
  await response.body?.cancel();
  if (response.ok) return { ok: true };
  const retryAfterMs = retryAfter(response.headers.get("retry-after"));
  return {
    ok: false,
    retry: !isFinal(response.status) && response.status >= 400,
    reason: `HTTP ${response.status}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Seconds or a date, as milliseconds from now. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
