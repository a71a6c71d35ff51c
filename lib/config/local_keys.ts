import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type KeyRing, parseKeyRing, rotated } from "@/lib/config/key_ring.ts";

/**
 * The keys of one's own machine, where none are configured: made once and kept beside the store,
 * so that guests keep their fights over a restart.
 *
 * @throws {RangeError} When the file holds something else.
 */
export function localKeys(dataDir: string): KeyRing {
  const path = join(dataDir, "local.keys");
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    const bytes = new Uint8Array(randomBytes(32));
    // Exclusive: of two processes that start at once, the second reads what the first wrote.
    try {
      writeFileSync(path, rotated(undefined, "local", bytes), { mode: 0o600, flag: "wx" });
    } catch (error) {
      if (!existsSync(path)) throw error;
    }
  }
  const ring = parseKeyRing(readFileSync(path, "utf8").trim());
  if (typeof ring === "string") throw new RangeError(`Cannot use ${path}: it ${ring}`);
  return ring;
}
