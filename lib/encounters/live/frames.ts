import type { LogEntry } from "@/lib/combat/log/log_entry.ts";

const encoder = new TextEncoder();

export type Frame = Uint8Array<ArrayBuffer>;

function bytes(text: string): Frame {
  return encoder.encode(text);
}

/** A comment that keeps the line open through proxies and tells the reader that it is. */
export const HEARTBEAT = bytes(":\n\n");

/** First frame of a stream: the server's clock, by which timers are shown. */
export function helloFrame(now: number): Frame {
  return bytes(`event:hello\ndata:${now}\n\n`);
}

/** One log entry for the DM's devices; its version resumes the stream. */
export function entryFrame(entry: LogEntry): Frame {
  return bytes(`id:${entry.version}\ndata:${JSON.stringify(entry)}\n\n`);
}

/** Bytes of entries that are sent in one go; who lacks more loads the fight anew. */
export const ENTRIES_AT_ONCE = 512 * 1024;

/** Entries for the DM's devices; undefined when they are too many bytes to be sent in one go. */
export function entryFrames(entries: Iterable<LogEntry>): readonly Frame[] | undefined {
  const frames: Frame[] = [];
  let size = 0;
  for (const entry of entries) {
    const frame = entryFrame(entry);
    size += frame.byteLength;
    if (size > ENTRIES_AT_ONCE) return undefined;
    frames.push(frame);
  }
  return frames;
}

/** Says that the reader is too far behind and must load the fight anew. */
export const RESET = bytes("event:reset\ndata:\n\n");

/** Says that the fight or the code is gone for this reader. */
export const GONE = bytes("event:gone\ndata:\n\n");

/** The whole table as players see it. */
export function tableFrame(version: string, json: string): Frame {
  return bytes(`event:table\nid:${version}\ndata:${json}\n\n`);
}

/** What changed of the table; the reader then has `version`. */
export function changeFrame(version: string, change: unknown): Frame {
  return bytes(`id:${version}\ndata:${JSON.stringify(change)}\n\n`);
}

/** The whole of a seat's own view; null when the seat is free again. */
export function seatFrame(seat: unknown): Frame {
  return bytes(`event:seat\ndata:${JSON.stringify(seat ?? null)}\n\n`);
}

/** What changed of a seat's own view. */
export function ownFrame(change: unknown): Frame {
  return bytes(`event:own\ndata:${JSON.stringify(change)}\n\n`);
}

/** How a proposal ended. */
export function noticeFrame(notice: unknown): Frame {
  return bytes(`event:notice\ndata:${JSON.stringify(notice)}\n\n`);
}
