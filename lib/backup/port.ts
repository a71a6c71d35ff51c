/** Where backups are kept. A place knows nothing of stores: every store is kept in every place. */
export interface KeptFile {
  /** Its name in the place, with `/` between folder and file. */
  readonly name: string;
  readonly size: number;
}

/** Where backups are kept: a directory, or a bucket. */
export interface BackupPlace {
  /** For people. */
  readonly title: string;
  /**
   * Keeps a stream under a new name. The name is there once it resolves, whole; before that, or
   * when it fails, it is not.
   *
   * @throws {DependencyError} When the place does not take it, or has the name.
   */
  write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws {DependencyError} When it is not there or cannot be read. */
  read(name: string): AsyncIterable<Uint8Array>;
  list(): Promise<readonly KeptFile[]>;
  /** Removes what is there of these names. */
  remove(names: readonly string[]): Promise<void>;
  /** Ends what interrupted writes before `olderThan` left behind; returns how many these were. */
  sweep(olderThan: number): Promise<number>;
}
