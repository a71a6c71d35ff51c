/** A file system of its own, so small that it can be filled; or why there is none. */
export type SmallDisk =
  | {
    readonly kind: "there";
    readonly path: string;
    /** Turns it read-only, or writable again. */
    setReadOnly(readOnly: boolean): Promise<void>;
    /** Takes up all space that is left. */
    fill(): Promise<void>;
    /** Gives that space back. */
    empty(): Promise<void>;
    remove(): Promise<void>;
  }
  | { readonly kind: "missing"; readonly reason: string };

async function mounts(...args: string[]): Promise<string | undefined> {
  try {
    const { success, stderr } = await new Deno.Command("mount", { args, stdout: "null" }).output();
    return success ? undefined : new TextDecoder().decode(stderr).trim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Mounts `size` (such as "2m") of memory as a disk. Needs the rights of root. */
export async function smallDisk(size: string): Promise<SmallDisk> {
  const path = await Deno.makeTempDir({ prefix: "tracker-disk-" });
  const reason = await mounts("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path);
  if (reason !== undefined) {
    await Deno.remove(path);
    return { kind: "missing", reason };
  }
  const ballast = `${path}/ballast`;
  return {
    kind: "there",
    path,
    setReadOnly: async (readOnly) => {
      const problem = await mounts("-o", `remount,${readOnly ? "ro" : "rw"}`, path);
      if (problem !== undefined) throw new Error(`Cannot remount the small disk: ${problem}`);
    },
    fill: async () => {
      using file = await Deno.open(ballast, { create: true, append: true });
      const block = new Uint8Array(4_096);
      for (;;) {
        try {
          await file.write(block);
        } catch {
          return;
        }
      }
    },
    empty: () => Deno.remove(ballast),
    remove: async () => {
      await new Deno.Command("umount", { args: ["-l", path] }).output();
      await Deno.remove(path, { recursive: true });
    },
  };
}
