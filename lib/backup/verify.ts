import type { KeptBackup } from "@/lib/backup/catalogue.ts";
import type { Manifest, ManifestPart } from "@/lib/backup/manifest.ts";
import { type Opening, openPart, storedProblem } from "@/lib/backup/open_part.ts";

export interface Verified {
  /** One sentence each; empty when the backup is whole. */
  readonly problems: readonly string[];
  /** Parts whose contents were read too, not only their stored bytes. */
  readonly opened: number;
}

/** Reads a backup to its end and compares it with its manifest. */
export async function verifyBackup(backup: KeptBackup, opening: Opening): Promise<Verified> {
  const { manifest } = backup;
  if (typeof manifest === "string") return { problems: [manifest], opened: 0 };
  const opens = manifest.recipients.length === 0 || opening.identities.length > 0;
  const problems: string[] = [];
  for (const part of manifest.parts) {
    const problem = await (opens ? contentsProblem : keptProblem)(manifest, part, opening);
    if (problem !== undefined) problems.push(problem);
  }
  return { problems, opened: opens ? manifest.parts.length : 0 };
}

function keptProblem(manifest: Manifest, part: ManifestPart, opening: Opening) {
  return storedProblem(manifest, part, opening).catch((error) => cannotRead(part, error));
}

async function contentsProblem(
  manifest: Manifest,
  part: ManifestPart,
  opening: Opening,
): Promise<string | undefined> {
  const opened = openPart(manifest, part, opening);
  try {
    for await (const _ of opened.contents);
  } catch (error) {
    return cannotRead(part, error);
  }
  return opened.problem();
}

/** Why a part's stream ended early, in one sentence. */
export function cannotRead(part: ManifestPart, error: unknown): string {
  return `${part.file} cannot be read: ${error instanceof Error ? error.message : error}`;
}
