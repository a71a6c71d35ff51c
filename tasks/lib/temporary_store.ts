import { ensureSchema } from "@/lib/store/migrations/ensure_schema.ts";
import { openMigrationStore, openStore, type StoreOptions } from "@/lib/store/sqlite/open.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

/** A migrated store file in a folder of its own, and how to be rid of both. */
export interface TemporaryStore {
  readonly store: Store;
  readonly path: string;
  close(): Promise<void>;
}

/** Brings the file at `path` to this release's schema. */
export async function migrateUp(path: string): Promise<void> {
  const migrations = openMigrationStore({ path });
  try {
    await ensureSchema(migrations, MIGRATIONS, { migrate: true, owner: crypto.randomUUID() });
  } finally {
    migrations.close();
  }
}

export async function temporaryStore(
  options: Omit<StoreOptions, "path"> = {},
): Promise<TemporaryStore> {
  const folder = await Deno.makeTempDir({ prefix: "tracker-store-" });
  const path = `${folder}/tracker.sqlite`;
  await migrateUp(path);
  const store = openStore({ path, ...options });
  return {
    store,
    path,
    close: async () => {
      await store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
