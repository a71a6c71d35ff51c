import { createHash, randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { z } from "zod";

const Stored = z.object({ version: z.number().int(), document: z.string() });

const Kept = z.object({
  savedAt: z.number(),
  /** What the store held when it was last seen. */
  seen: Stored.nullable(),
  /** The document as it goes on while the store is away; null while it is there. */
  own: z.string().nullable(),
});

/** What a run of the alerting leaves for the next one. */
export type KeptState = Omit<z.infer<typeof Kept>, "savedAt">;

/** Where the state of the alerting outlives a process whose store is away. */
export interface StateKeeper {
  load(): KeptState | null;
  /** False when it could not be kept. */
  save(state: KeptState): boolean;
}

/**
 * Keeps the state in a file beside the store, or in the system's folder for temporary files when
 * that disk takes nothing (then the store is away for the same reason).
 */
export class StateFile implements StateKeeper {
  readonly #paths: readonly string[];
  readonly #now: () => number;

  constructor(dataDir: string, temporary = tmpdir(), now: () => number = Date.now) {
    const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
    this.#paths = [
      join(dataDir, "alerts-state.json"),
      join(temporary, `encounter-tracker-alerts-${name}.json`),
    ];
    this.#now = now;
  }

  /** The newest of what is there. */
  load(): KeptState | null {
    const found = this.#paths.flatMap((path) => readKept(path) ?? []);
    return found.toSorted((a, b) => b.savedAt - a.savedAt)[0] ?? null;
  }

  save(state: KeptState): boolean {
    const text = JSON.stringify({ ...state, savedAt: this.#now() });
    return this.#paths.some((path) => replaceFile(path, text));
  }
}

function readKept(path: string): z.infer<typeof Kept> | null {
  try {
    // In a folder that everybody may write to a file of that name may be somebody else's.
    if (process.getuid !== undefined && statSync(path).uid !== process.getuid()) return null;
    return Kept.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

/** Wholly or not at all; false when the disk refuses. */
function replaceFile(path: string, text: string): boolean {
  const fresh = `${path}.${randomUUID()}`;
  try {
    writeFileSync(fresh, text, { flag: "wx", mode: 0o600 });
    renameSync(fresh, path);
    return true;
  } catch {
    rmSync(fresh, { force: true });
    return false;
  }
}
