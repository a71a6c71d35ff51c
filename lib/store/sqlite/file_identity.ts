import { statSync } from "node:fs";
import { FileChanged } from "@/lib/store/sqlite/fault.ts";

/** Which file a path leads to: its device and inode. */
function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.dev}:${stat.ino}`;
}

/**
 * Tells whether an open database is still the file that its path leads to. SQLite goes on writing
 * to files that were deleted or moved away, and what it keeps there is lost with the process.
 */
export class FileIdentity {
  readonly #main: string | undefined;
  /** The write-ahead log's; known after the first commit, when this connection has opened it. */
  #log: string | undefined;

  constructor(private readonly path: string) {
    this.#main = path === ":memory:" ? undefined : identityOf(path);
  }

  /** @throws {FileChanged} When the database or its log was deleted, moved away or replaced. */
  check(): void {
    if (this.#main === undefined) return;
    const main = identityOf(this.path);
    if (main === undefined) throw new FileChanged("gone");
    if (main !== this.#main) throw new FileChanged("replaced");
    if (this.#log === undefined) return;
    const log = identityOf(`${this.path}-wal`);
    if (log === undefined) throw new FileChanged("gone");
    if (log !== this.#log) throw new FileChanged("replaced");
  }

  /** As `check`, after a commit. */
  checkCommitted(): void {
    if (this.#main !== undefined) this.#log ??= identityOf(`${this.path}-wal`);
    this.check();
  }
}
