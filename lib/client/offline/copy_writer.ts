/** Writes a screen's copy when the browser has nothing better to do, and says when it is written. */
import type { CopyStorage, OfflineCopy } from "./copy_storage.ts";

export interface CopyWriterOptions {
  readonly storage: Pick<CopyStorage, "put">;
  /** What the server told so far; the same object as long as nothing came. */
  readonly copy: () => OfflineCopy;
  /** Does `work` after the next frame, when the browser is idle. */
  readonly idle: (work: () => void) => void;
  /** Hears of a write that failed. */
  readonly onFailed: (cause: unknown) => void;
}

export interface CopyWriter {
  /** Something may have come from the server: it is written soon. */
  changed(): void;
  /** Writes what is unwritten now; resolves when that is done or has failed. */
  flush(): Promise<void>;
  stop(): void;
}

/**
 * Keeps the stored copy in step with what the server told. Changes that come faster than they are
 * written are written together. The first write of a page replaces whatever is there: what the
 * page shows comes from the server.
 */
export function copyWriter({ storage, copy, idle, onFailed }: CopyWriterOptions): CopyWriter {
  let written: OfflineCopy | undefined;
  let isFirst = true;
  let writing = Promise.resolve();
  let planned = false;
  let stopped = false;

  async function write(): Promise<void> {
    const next = copy();
    if (stopped || next === written) return;
    // Marked first: what fails is tried again with the next change, not before.
    written = next;
    try {
      await storage.put(next, isFirst);
      isFirst = false;
    } catch (cause) {
      onFailed(cause);
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  return {
    changed() {
      if (planned || stopped) return;
      planned = true;
      idle(() => {
        planned = false;
        void flush();
      });
    },
    flush,
    stop: () => void (stopped = true),
  };
}
