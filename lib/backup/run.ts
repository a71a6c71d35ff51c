import {
  type Manifest,
  MANIFEST_FILE,
  type ManifestPart,
  manifestText,
  newBackupId,
} from "@/lib/backup/manifest.ts";
import type { BackupPlace } from "@/lib/backup/port.ts";
import type { Progress, SnapshotPart, SnapshotSource } from "@/lib/store/ports/backup.ts";
import { encrypted } from "@/lib/backup/encryption.ts";
import { bytesOf, compressed, Tallied } from "@/lib/backup/streams.ts";

export interface BackupParts {
  readonly source: SnapshotSource;
  readonly place: BackupPlace;
  readonly release: string;
  /** Public keys in the age format; without any the backup is not encrypted. */
  readonly recipients: readonly string[];
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  readonly progress: Progress;
}

/**
 * Takes a backup. It counts as one when its manifest is there, which is written last: what an
 * interrupted run leaves behind is listed as unfinished.
 *
 * @throws {DependencyError} When the store cannot be read or the place takes no more.
 */
export async function runBackup(given: BackupParts): Promise<Manifest> {
  const { source, place, release, recipients, now, random } = given;
  const snapshot = await source.open(given.progress);
  try {
    const { store, consistency, schema, counts } = snapshot;
    const id = newBackupId(snapshot.takenAt, random(3));
    const parts: ManifestPart[] = [];
    for (const part of snapshot.parts) parts.push(await keepPart(given, id, part));
    const manifest: Manifest = {
      format: 1,
      id,
      takenAt: new Date(snapshot.takenAt).toISOString(),
      finishedAt: new Date(now()).toISOString(),
      release,
      store,
      consistency,
      schema: [...schema],
      counts,
      compression: "gzip",
      recipients: [...recipients],
      parts,
    };
    await place.write(`${id}/${MANIFEST_FILE}`, bytesOf(manifestText(manifest)));
    return manifest;
  } finally {
    await snapshot.close();
  }
}

async function keepPart(
  { place, recipients, progress }: BackupParts,
  id: string,
  part: SnapshotPart,
): Promise<ManifestPart> {
  const file = `${part.name}.gz${recipients.length > 0 ? ".age" : ""}`;
  const plain = new Tallied(part.bytes(), (bytes) => progress(part.name, bytes, part.size));
  const small = compressed(plain);
  const stored = new Tallied(recipients.length > 0 ? encrypted(small, recipients) : small);
  await place.write(`${id}/${file}`, stored);
  const { bytes, sha256 } = plain.tally();
  const { bytes: storedBytes, sha256: storedSha256 } = stored.tally();
  return { name: part.name, file, bytes, sha256, storedBytes, storedSha256 };
}
