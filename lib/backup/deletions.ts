import { Buffer } from "node:buffer";
import { z } from "zod";
import type { BackupPlace } from "@/lib/backup/port.ts";
import { bytesOf, textOf } from "@/lib/backup/streams.ts";
import type { Instant } from "@/lib/combat/state.ts";

const FOLDER = "deletions";
const NAME = /^deletions\/(\d{15})-[0-9a-f]{16}\.json$/;
const deletion = z.object({ ownerId: z.string().min(1) });

/**
 * Writes down beside the backups that everything of an owner was deleted for good. A restored
 * backup of before still has it all, and the store that would know is the one that was lost.
 */
export async function recordDeletion(
  place: BackupPlace,
  ownerId: string,
  at: Instant,
  random: Uint8Array,
): Promise<void> {
  const name = `${FOLDER}/${String(at).padStart(15, "0")}-${
    Buffer.from(random.subarray(0, 8)).toString("hex")
  }.json`;
  await place.write(name, bytesOf(JSON.stringify({ ownerId })));
}

/** Owners who were deleted at `moment` or later. */
export async function deletedSince(
  place: BackupPlace,
  moment: Instant,
): Promise<readonly string[]> {
  const owners = new Set<string>();
  for (const { name } of await place.list()) {
    const [, at] = NAME.exec(name) ?? [];
    if (at === undefined || Number(at) < moment) continue;
    const text = await textOf(place.read(name), 10_000);
    owners.add(deletion.parse(JSON.parse(text)).ownerId);
  }
  return [...owners];
}
