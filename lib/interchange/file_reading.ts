import type { Result } from "@/lib/errors.ts";
import { textOf } from "./input.ts";
import { type FileReading, readFile, type ReadOptions } from "./read_file.ts";

/** Reads a foreign file, packed or not, to what it holds. */
export interface FileReader {
  read(bytes: Uint8Array<ArrayBuffer>, options: ReadOptions): Promise<Result<FileReading>>;
}

/** Reads where it is called: for the process that does nothing else, for tasks and tests. */
export const READ_HERE: FileReader = {
  async read(bytes, options) {
    const text = await textOf(bytes);
    return text.ok ? await readFile(text.value, options) : text;
  },
};
