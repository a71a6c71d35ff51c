import type { KeptBackup } from "@/lib/backup/catalogue.ts";
import { deletedSince } from "@/lib/backup/deletions.ts";
import type { Manifest } from "@/lib/backup/manifest.ts";
import { type Opening, openPart } from "@/lib/backup/open_part.ts";
import { cannotRead } from "@/lib/backup/verify.ts";
import type { Instant } from "@/lib/combat/state.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { Rewound, SnapshotTarget, StoreFacts } from "@/lib/store/ports/backup.ts";

export interface RestoreParts extends Opening {
  readonly backup: KeptBackup;
  readonly target: SnapshotTarget;
  /** Go back to this moment, which is earlier than the backup's. */
  readonly to?: Instant;
  /** Migrations of this release, oldest first. */
  readonly known: readonly string[];
}

export interface Restored {
  readonly id: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly rewound: Rewound | null;
  /** Owners whose deletion was applied again. */
  readonly deletedOwners: number;
  readonly migrated: readonly string[];
}

/**
 * Puts a backup into an empty store: read, compared with its manifest, gone back in where that was
 * asked, deletions applied again, migrated, and only then in place. Whatever goes wrong before
 * leaves the store as empty as it was.
 *
 * @throws {DependencyError} When the place or the store fails.
 */
export async function restoreBackup(given: RestoreParts): Promise<Result<Restored>> {
  const { backup: { manifest }, target, to } = given;
  if (typeof manifest === "string") {
    return refuse("INVALID_INPUT", `This backup cannot be restored: ${manifest}.`);
  }
  const obstacle = misfit(manifest, given) ?? await target.inTheWay();
  if (obstacle !== undefined) return refuse("CONFLICT", `Nothing was restored: ${obstacle}.`);
  let done = false;
  try {
    const problem = await fill(manifest, given);
    if (problem !== undefined) return refuse("CONFLICT", `Nothing was restored: ${problem}.`);
    const rewound = to === undefined ? null : await target.rewind(to);
    const owners = await deletedSince(given.place, to ?? Date.parse(manifest.takenAt));
    await target.forget(owners);
    const migrated = await target.migrate();
    const { counts } = await target.facts();
    await target.commit();
    done = true;
    return ok({ id: manifest.id, counts, rewound, deletedOwners: owners.length, migrated });
  } finally {
    if (!done) await target.abandon();
  }
}

/** Why this backup does not go into this store at all. */
function misfit(manifest: Manifest, given: RestoreParts): string | undefined {
  const { target, identities, to, known } = given;
  if (manifest.store !== target.store) {
    return `the backup is of ${manifest.store} and the store is ${target.store}`;
  }
  if (manifest.recipients.length > 0 && identities.length === 0) {
    return "the backup is encrypted: give the private key by --identity FILE";
  }
  if (to !== undefined && to > Date.parse(manifest.takenAt)) {
    return `the backup is of ${manifest.takenAt}: take one that is later than the moment`;
  }
  const newer = manifest.schema.filter((id) => !known.includes(id));
  if (newer.length === 0) return undefined;
  return `its schema has migration ${newer.join(", ")}, which this release does not know: ` +
    `use release ${manifest.release}`;
}

/** Fills the store with all parts and compares; one sentence when something is another. */
async function fill(manifest: Manifest, given: RestoreParts): Promise<string | undefined> {
  for (const part of manifest.parts) {
    const opened = openPart(manifest, part, given);
    let unreadable: string | undefined;
    await given.target.write(
      part.name,
      endingWell(opened.contents, (error) => {
        unreadable = cannotRead(part, error);
      }),
    );
    const problem = unreadable ?? opened.problem();
    if (problem !== undefined) return problem;
  }
  return difference(manifest, await given.target.facts());
}

/** A stream that ends where `source` fails, and tells of it, so that a fault of the reading is none of the store's. */
async function* endingWell(
  source: AsyncIterable<Uint8Array>,
  failed: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    failed(error);
  }
}

/** What separates a restored store from the snapshot that was taken. */
export function difference(manifest: Manifest, facts: StoreFacts): string | undefined {
  if (facts.damage.length > 0) return `the restored store is damaged: ${facts.damage[0]}`;
  for (const name of new Set([...Object.keys(manifest.counts), ...Object.keys(facts.counts)])) {
    const [was, is] = [manifest.counts[name] ?? 0, facts.counts[name] ?? 0];
    if (was !== is) return `${name} has ${is} rows and had ${was}`;
  }
  if (facts.schema.join() !== manifest.schema.join()) return "its schema is another than it was";
  return undefined;
}
