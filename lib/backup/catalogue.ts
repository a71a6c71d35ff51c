import {
  type Manifest,
  MANIFEST_FILE,
  MAX_MANIFEST_BYTES,
  readManifest,
} from "@/lib/backup/manifest.ts";
import type { BackupPlace, KeptFile } from "@/lib/backup/port.ts";
import { textOf } from "@/lib/backup/streams.ts";
import { refuse, type Result } from "@/lib/errors.ts";

const BACKUP_NAME = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/** One backup of a place. */
export interface KeptBackup {
  readonly id: string;
  readonly files: readonly KeptFile[];
  /** Bytes that it takes up. */
  readonly size: number;
  /** Its manifest, or one sentence on why there is none. */
  readonly manifest: Manifest | string;
  readonly state: "complete" | "unfinished" | "damaged";
}

/** All backups of a place, newest first. What is no backup's is left alone. */
export async function listBackups(place: BackupPlace): Promise<readonly KeptBackup[]> {
  const folders = new Map<string, KeptFile[]>();
  for (const file of await place.list()) {
    const id = file.name.split("/")[0] ?? "";
    if (!BACKUP_NAME.test(id)) continue;
    folders.set(id, [...folders.get(id) ?? [], file]);
  }
  const ids = [...folders.keys()].sort().reverse();
  return await Promise.all(ids.map((id) => look(place, id, folders.get(id) ?? [])));
}

async function look(place: BackupPlace, id: string, files: KeptFile[]): Promise<KeptBackup> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const known = { id, files, size };
  const manifestFile = files.find(({ name }) => name === `${id}/${MANIFEST_FILE}`);
  if (manifestFile === undefined) {
    return { ...known, manifest: "it has no manifest", state: "unfinished" };
  }
  const manifest = await manifestOf(place, manifestFile);
  const damage = typeof manifest === "string" ? manifest : missingFile(manifest, id, files);
  return damage === undefined
    ? { ...known, manifest, state: "complete" }
    : { ...known, manifest: damage, state: "damaged" };
}

async function manifestOf(place: BackupPlace, file: KeptFile): Promise<Manifest | string> {
  if (file.size > MAX_MANIFEST_BYTES) return "the manifest is damaged: it is too large";
  return readManifest(await textOf(place.read(file.name), MAX_MANIFEST_BYTES));
}

function missingFile(
  manifest: Manifest,
  id: string,
  files: readonly KeptFile[],
): string | undefined {
  if (manifest.id !== id) return "the manifest is another backup's";
  for (const part of manifest.parts) {
    const kept = files.find(({ name }) => name === `${id}/${part.file}`);
    if (kept === undefined) return `${part.file} is missing`;
    if (kept.size !== part.storedBytes) {
      return `${part.file} has ${kept.size} bytes and should have ${part.storedBytes}`;
    }
  }
  return undefined;
}

/** A backup by its id, the beginning of one, or "latest", the newest complete one. */
export async function findBackup(
  place: BackupPlace,
  name: string,
): Promise<Result<KeptBackup>> {
  const all = await listBackups(place);
  if (name === "latest") {
    const newest = all.find(({ state }) => state === "complete");
    return newest === undefined
      ? refuse("NOT_FOUND", `There is no complete backup in ${place.title}.`)
      : { ok: true, value: newest };
  }
  const found = name === "" ? [] : all.filter(({ id }) => id.startsWith(name));
  const [only] = found;
  if (only === undefined) return refuse("NOT_FOUND", `There is no backup ${name}: see list.`);
  return found.length === 1
    ? { ok: true, value: only }
    : refuse("CONFLICT", `${found.length} backups begin with ${name}: give more of the name.`);
}
