import type { KeptBackup } from "@/lib/backup/catalogue.ts";
import type { ManifestPart } from "@/lib/backup/manifest.ts";
import type { BackupPlace } from "@/lib/backup/port.ts";
import type { Progress } from "@/lib/store/snapshot_port.ts";
import { decompressed, Tallied } from "@/lib/backup/streams.ts";

export interface Verified {
  /** One sentence each; empty when the backup is whole. */
  readonly problems: readonly string[];
  /** Parts whose contents were read too, not only their stored bytes. */
  readonly opened: number;
}

/** Reads a backup to its end and compares it with its manifest. */
export async function verifyBackup(
  place: BackupPlace,
  backup: KeptBackup,
  progress: Progress,
): Promise<Verified> {
  const { manifest, id } = backup;
  if (typeof manifest === "string") return { problems: [manifest], opened: 0 };
  const problems: string[] = [];
  for (const part of manifest.parts) {
    const problem = await partProblem(place, id, part, progress);
    if (problem !== undefined) problems.push(problem);
  }
  return { problems, opened: manifest.parts.length };
}

async function partProblem(
  place: BackupPlace,
  id: string,
  part: ManifestPart,
  progress: Progress,
): Promise<string | undefined> {
  const stored = new Tallied(
    place.read(`${id}/${part.file}`),
    (bytes) => progress(part.file, bytes, part.storedBytes),
  );
  const plain = new Tallied(decompressed(stored));
  try {
    for await (const _ of plain);
  } catch (error) {
    return `${part.file} cannot be read: ${error instanceof Error ? error.message : error}`;
  }
  const [kept, contents] = [stored.tally(), plain.tally()];
  if (kept.sha256 !== part.storedSha256) return `${part.file} is damaged: its hash is another`;
  if (contents.bytes !== part.bytes || contents.sha256 !== part.sha256) {
    return `${part.file} is whole but its contents are not the store's`;
  }
  return undefined;
}
