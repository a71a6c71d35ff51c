import { decrypted } from "@/lib/backup/encryption.ts";
import type { Manifest, ManifestPart } from "@/lib/backup/manifest.ts";
import type { BackupPlace } from "@/lib/backup/port.ts";
import { decompressed, Tallied } from "@/lib/backup/streams.ts";
import type { Progress } from "@/lib/store/ports/backup.ts";

/** How a part is read again. */
export interface Opening {
  readonly place: BackupPlace;
  /** Private keys; unused where the backup is not encrypted. */
  readonly identities: readonly string[];
  readonly progress: Progress;
}

/** A part's contents as a stream, and whether what was read is what was kept. */
export interface OpenedPart {
  readonly contents: AsyncIterable<Uint8Array>;
  /** One sentence when it is not; call it once, after the contents were read to their end. */
  problem(): string | undefined;
}

/** Opens a part: decrypted, decompressed, hashed on the way. */
export function openPart(manifest: Manifest, part: ManifestPart, opening: Opening): OpenedPart {
  const { place, identities, progress } = opening;
  const stored = new Tallied(
    place.read(`${manifest.id}/${part.file}`),
    (bytes) => progress(part.file, bytes, part.storedBytes),
  );
  const clear = manifest.recipients.length > 0 ? decrypted(stored, identities) : stored;
  const contents = new Tallied(decompressed(clear));
  return {
    contents,
    problem: () => {
      const [kept, plain] = [stored.tally(), contents.tally()];
      if (kept.sha256 !== part.storedSha256) return `${part.file} is damaged: its hash is another`;
      if (plain.bytes === part.bytes && plain.sha256 === part.sha256) return undefined;
      return `${part.file} is whole but its contents are not the store's`;
    },
  };
}

/** Reads only what is kept, for whoever has no key. */
export async function storedProblem(
  manifest: Manifest,
  part: ManifestPart,
  { place, progress }: Opening,
): Promise<string | undefined> {
  const stored = new Tallied(
    place.read(`${manifest.id}/${part.file}`),
    (bytes) => progress(part.file, bytes, part.storedBytes),
  );
  for await (const _ of stored);
  return stored.tally().sha256 === part.storedSha256
    ? undefined
    : `${part.file} is damaged: its hash is another`;
}
