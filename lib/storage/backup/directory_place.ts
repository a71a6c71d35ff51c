import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BackupPlace, KeptFile } from "@/lib/backup/port.ts";
import { DependencyError } from "@/lib/errors.ts";

const UNFINISHED = ".unfinished";

/** Backups in a directory, a folder each. */
export class DirectoryPlace implements BackupPlace {
  constructor(readonly title: string) {}

  async write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#path(name);
    const half = path + UNFINISHED;
    try {
      // A backup holds everybody's data: nobody but its owner may look into it.
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(half, "wx", 0o600);
      try {
        for await (const piece of bytes) {
          for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
        }
        await file.sync();
      } finally {
        await file.close();
      }
      if (await sizeOf(path) !== undefined) throw new Error(`${path} is there`);
      await rename(half, path);
      await syncFolder(dirname(path));
    } catch (cause) {
      await rm(half, { force: true }).catch(() => {});
      throw placeFault(`keep ${name}`, this.title, cause);
    }
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(this.#path(name), { highWaterMark: 262_144 });
    } catch (cause) {
      throw placeFault(`read ${name}`, this.title, cause);
    }
  }

  async list(): Promise<readonly KeptFile[]> {
    try {
      const found: KeptFile[] = [];
      for (const folder of await readdir(this.title, { withFileTypes: true })) {
        if (!folder.isDirectory()) continue;
        for (const file of await readdir(join(this.title, folder.name))) {
          const name = `${folder.name}/${file}`;
          const size = await sizeOf(this.#path(name));
          if (size !== undefined) found.push({ name, size });
        }
      }
      return found;
    } catch (cause) {
      if (isMissing(cause)) return [];
      throw placeFault("list the backups", this.title, cause);
    }
  }

  async remove(names: readonly string[]): Promise<void> {
    try {
      for (const name of names) {
        await rm(this.#path(name), { force: true });
        // The folder goes with its last file.
        await rmdir(dirname(this.#path(name))).catch(() => {});
      }
    } catch (cause) {
      throw placeFault("remove files", this.title, cause);
    }
  }

  async sweep(olderThan: number): Promise<number> {
    const half = (await this.list()).filter(({ name }) => name.endsWith(UNFINISHED));
    let swept = 0;
    for (const { name } of half) {
      if ((await stat(this.#path(name))).mtimeMs >= olderThan) continue;
      await this.remove([name]);
      swept++;
    }
    return swept;
  }

  #path(name: string): string {
    return join(this.title, name);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** The size of a file; undefined when there is none. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A name in a folder survives loss of power only when the folder itself was written. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "this user may not",
  EPERM: "this user may not",
  EROFS: "the disk is read-only",
  ENOENT: "it is not there",
  EEXIST: "it is there already",
  ENOTDIR: "a part of its path is a file",
};

function placeFault(action: string, where: string, cause: unknown): DependencyError {
  if (cause instanceof DependencyError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new DependencyError("backup", `Cannot ${action} in ${where}: ${reason}`, { cause });
}
