/** What a page that was opened without a connection says of itself in the worker's line on top. */
import type { Instant } from "@/lib/combat/state.ts";

const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();

/** "today at 21:04", "yesterday at 21:04" or "on November 28 at 21:04", as this device tells it. */
export function whenText(at: Instant, now: Instant): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  if (sameDay(then, today)) return `today at ${time}`;
  const yesterday = new Date(today);
  yesterday.setDate(today.getDate() - 1);
  if (sameDay(then, yesterday)) return `yesterday at ${time}`;
  const year = then.getFullYear() === today.getFullYear() ? {} : { year: "numeric" as const };
  const day = then.toLocaleDateString([], { day: "numeric", month: "long", ...year });
  return `on ${day} at ${time}`;
}

/** The whole sentence; `at` is when the server told what is shown, 0 where nobody knows. */
export function noteText(at: Instant, now: Instant): string {
  const when = at === 0 ? "at an earlier time" : whenText(at, now);
  return `No connection to the server. This is the fight as it was ${when}.`;
}
