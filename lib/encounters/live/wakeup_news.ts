import { z } from "zod";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Instant } from "@/lib/combat/state.ts";
import { entryBodyFrom, entryText } from "@/lib/store/entry_text.ts";

/** What an append wrote, as a wake-up carries it, so that nobody has to ask the store for it. */
export interface News {
  readonly appendedAt: Instant;
  readonly entries: readonly LogEntry[];
}

/** Longest text that goes with a wake-up: what is longer is read from the store. */
const LONGEST = 16_000;

const form = z.object({
  appendedAt: z.number(),
  entries: z.array(z.object({
    version: z.int().positive(),
    commandId: z.string(),
    body: z.string(),
  })).min(1),
});

/** The text for a wake-up; undefined when it is too long for one. */
export function newsText({ appendedAt, entries }: News): string | undefined {
  const parts: { version: number; commandId: string; body: string }[] = [];
  let length = 0;
  for (const entry of entries) {
    const { version, commandId } = entry;
    const body = entryText(entry);
    length += body.length;
    if (length > LONGEST) return undefined;
    parts.push({ version, commandId, body });
  }
  const text = JSON.stringify({ appendedAt, entries: parts });
  return text.length > LONGEST ? undefined : text;
}

/** What a wake-up's text says; undefined when it is of another form, as of another release. */
export function newsFrom(text: string): News | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = form.safeParse(value);
  if (!parsed.success) return undefined;
  const entries: LogEntry[] = [];
  for (const { version, commandId, body } of parsed.data.entries) {
    const read = entryBodyFrom(body);
    if (read === undefined) return undefined;
    entries.push({ version, commandId, ...read });
  }
  return { appendedAt: parsed.data.appendedAt, entries };
}
