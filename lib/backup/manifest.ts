import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { z } from "zod";

/** Raise it when older releases could no longer read what is written. */
export const BACKUP_FORMAT = 1;
/** The file of a backup that is written last: without it the backup is unfinished. */
export const MANIFEST_FILE = "manifest.json";
export const MAX_MANIFEST_BYTES = 1_000_000;

const HASH = z.string().regex(/^[0-9a-f]{64}$/);
const COUNT = z.int().min(0);

const partSchema = z.object({
  /** The part's name in the snapshot. */
  name: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,99}$/),
  /** The file beside the manifest. */
  file: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,119}$/),
  /** What the store gave. */
  bytes: COUNT,
  sha256: HASH,
  /** What lies in the place: compressed, and encrypted where there are recipients. */
  storedBytes: COUNT,
  storedSha256: HASH,
});

const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  id: z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/),
  takenAt: z.iso.datetime(),
  /** When the last byte was kept. */
  finishedAt: z.iso.datetime(),
  release: z.string(),
  store: z.enum(["sqlite", "mongodb"]),
  consistency: z.string(),
  schema: z.array(z.string()),
  counts: z.record(z.string(), COUNT),
  compression: z.literal("gzip"),
  /** Who can open it; empty: it is not encrypted. */
  recipients: z.array(z.string()),
  parts: z.array(partSchema).min(1),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestPart = z.infer<typeof partSchema>;

function checksumOf(manifest: unknown): string {
  return createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
}

/** The manifest as it is kept: with a checksum of its own, so that a flipped bit shows. */
export function manifestText(manifest: Manifest): string {
  const parsed = manifestSchema.parse(manifest);
  return JSON.stringify({ checksum: checksumOf(parsed), manifest: parsed }, null, 1) + "\n";
}

/** The manifest of a text, or one sentence on what is wrong with it. */
export function readManifest(text: string): Manifest | string {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return "the manifest is damaged: it is no JSON";
  }
  const format = z.object({ manifest: z.object({ format: z.number() }) }).safeParse(whole);
  if (format.success && format.data.manifest.format > BACKUP_FORMAT) {
    return `the backup is of format ${format.data.manifest.format}, which a newer release reads`;
  }
  const parsed = z.strictObject({ checksum: HASH, manifest: manifestSchema.strict() })
    .safeParse(whole);
  if (!parsed.success) return "the manifest is damaged: it has not the form of one";
  const { checksum, manifest } = parsed.data;
  if (checksum !== checksumOf(manifest)) return "the manifest is damaged: its checksum is another";
  if (text !== manifestText(manifest)) return "the manifest is damaged: it was written otherwise";
  return manifest;
}

/** A name for a backup: its moment, and something that tells two of one second apart. */
export function newBackupId(takenAt: number, random: Uint8Array): string {
  const moment = new Date(takenAt).toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");
  return `${moment}-${Buffer.from(random.subarray(0, 3)).toString("hex")}`;
}
