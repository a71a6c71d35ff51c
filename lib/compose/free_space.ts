import { statfs } from "node:fs/promises";

/** How long an answer is believed. */
const BELIEVED_MS = 5_000;

/** Bytes that are free where a folder is; null when the system does not tell. */
export function freeSpaceOf(folder: string, now: () => number): () => Promise<number | null> {
  let known: { readonly at: number; readonly bytes: number | null } | undefined;
  return async () => {
    if (known === undefined || now() - known.at > BELIEVED_MS) {
      const bytes = await statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => null);
      known = { at: now(), bytes };
    }
    return known.bytes;
  };
}
