import { randomUUID } from "node:crypto";

const PRIVATE = 0o600;
const FOR_OWNER_AND_GROUP = 0o770;

/**
 * Replaces a file in one step: whoever reads meanwhile sees the old text or the new one. A symbolic
 * link stays one, and the file keeps its owner and the rights of owner and group; nobody else gets to read it.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await Deno.realPath(path).catch(() => path);
  const before = await Deno.stat(target).catch(() => null);
  const fresh = `${target}.${randomUUID()}.new`;
  try {
    await Deno.writeTextFile(fresh, text, { mode: PRIVATE, createNew: true });
    if (before?.uid != null) await Deno.chown(fresh, before.uid, before.gid).catch(() => {});
    // After the owner, and without regard to the process's mask.
    if (before?.mode != null) await Deno.chmod(fresh, before.mode & FOR_OWNER_AND_GROUP);
    await Deno.rename(fresh, target);
  } catch (error) {
    await Deno.remove(fresh).catch(() => {});
    throw error;
  }
}
