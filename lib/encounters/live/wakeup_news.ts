import { z } from "zod";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Instant } from "@/lib/combat/state.ts";

/** What an append wrote, as a wake-up carries it, so that nobody has to ask the store for it. */
export interface News {
  readonly appendedAt: Instant;
  readonly entries: readonly LogEntry[];
}

/** Longest text that goes with a wake-up: what is longer is read from the store. */
const LONGEST = 16_000;

/** Outlines only: an instance of this product has written it. */
const outline = z.looseObject({
  version: z.int().positive(),
  commandId: z.string(),
  commandType: z.string(),
  at: z.number(),
  actor: z.looseObject({ kind: z.string() }),
  events: z.array(z.looseObject({ type: z.string() })),
});

const form = z.object({
  appendedAt: z.number(),
  entries: z.array(z.custom<LogEntry>((value) => outline.safeParse(value).success)).min(1),
});

/** The text for a wake-up; undefined when it is too long for one. */
export function newsText(news: News): string | undefined {
  const text = JSON.stringify(news);
  return text.length > LONGEST ? undefined : text;
}

/** What a wake-up's text says; undefined when it is of another form, as of another release. */
export function newsFrom(text: string): News | undefined {
  try {
    return form.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
