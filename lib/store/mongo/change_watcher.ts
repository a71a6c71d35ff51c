import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeStream, Db } from "mongodb";
import { z } from "zod";
import { entriesOf, type LogDocument } from "@/lib/store/mongo/encounter_documents.ts";
import type { StoreChange } from "@/lib/store/ports/store_changes.ts";

/** How long the server waits for a change before it answers that there was none. */
const WAIT_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** What the follower writes is in the log already. */
const PIPELINE = [{
  $match: {
    $or: [
      { "ns.coll": "encounter_log", operationType: "insert" },
      {
        "ns.coll": "encounters",
        operationType: "update",
        "updateDescription.updatedFields.version": { $exists: false },
      },
    ],
  },
}];

const change = z.union([
  z.object({
    operationType: z.literal("insert"),
    fullDocument: z.custom<LogDocument>((value) =>
      z.looseObject({
        _id: z.object({ encounterId: z.string(), from: z.number() }),
        encounterId: z.string(),
        entries: z.array(z.looseObject({ commandId: z.string() })),
        record: z.looseObject({ updatedAt: z.number() }),
      }).safeParse(value).success
    ),
  }),
  z.object({
    operationType: z.literal("update"),
    documentKey: z.object({ _id: z.string() }),
  }),
]);

/**
 * Listens to the database's change stream, where the server has one, and begins anew after every
 * fault. Nothing depends on it: who misses a change finds it by looking.
 *
 * @returns ends it; resolves when the stream is closed
 */
export function watchChanges(
  db: Db,
  listener: (change: StoreChange) => void,
): () => Promise<void> {
  const stop = new AbortController();
  let stream: ChangeStream | undefined;
  const listen = async (begun: () => void) => {
    stream = db.watch(PIPELINE, { maxAwaitTimeMS: WAIT_MS });
    try {
      while (!stop.signal.aborted) {
        const next: unknown = await stream.tryNext();
        begun();
        const told = next === null ? undefined : changeOf(next);
        if (told !== undefined) listener(told);
      }
    } finally {
      await stream.close().catch(() => {});
    }
  };
  const run = async () => {
    for (let attempt = 0; !stop.signal.aborted; attempt++) {
      let running = false;
      try {
        await listen(() => {
          if (running) return;
          running = true;
          attempt = 0;
          listener({ type: "begun" });
        });
      } catch {
        // A server without change streams refuses each attempt; others are back in a while.
      }
      if (running) listener({ type: "ended" });
      const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempt) * (0.5 + Math.random());
      await sleep(pause, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return async () => {
    stop.abort();
    await stream?.close().catch(() => {});
    await running;
  };
}

/** Undefined for what tells nothing, or is damaged: who looks finds out. */
function changeOf(next: unknown): StoreChange | undefined {
  const parsed = change.safeParse(next).data;
  if (parsed === undefined) return undefined;
  if (parsed.operationType === "update") {
    return { type: "changed", encounterId: parsed.documentKey._id };
  }
  const { encounterId, record } = parsed.fullDocument;
  try {
    const entries = entriesOf(parsed.fullDocument);
    return { type: "appended", encounterId, appendedAt: record.updatedAt, entries };
  } catch {
    return { type: "changed", encounterId };
  }
}
