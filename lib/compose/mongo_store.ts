import type { Engine } from "@/lib/compose/store_engine.ts";
import { ensureSchema, schemaDifference } from "@/lib/store/migrations/ensure_schema.ts";
import { type OpenedMongo, openMongo } from "@/lib/store/mongo/open.ts";
import { MONGO_MIGRATIONS } from "@/migrations/mongo/manifest.ts";

/** MongoDB at `uri`; one pool of connections for the store and for looking at its schema. */
export function mongoEngine(uri: string): Engine {
  let opened: Promise<OpenedMongo> | undefined;
  const open = () => opened ??= openMongo({ uri });
  return {
    async open() {
      const { store, observe, watch } = await open();
      return { store, observe, watch };
    },
    async bringUpToDate(options) {
      return await ensureSchema((await open()).migrations, MONGO_MIGRATIONS, options);
    },
    async schema() {
      return await schemaDifference((await open()).migrations, MONGO_MIGRATIONS);
    },
  };
}
