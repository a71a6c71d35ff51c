import { migrationStoreContract } from "@/lib/store/contracts/migration_store_contract.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";

Deno.test.afterAll(endOwnServer);

migrationStoreContract("MongoDB", async () => {
  const { migrations, close } = await temporaryMongo({ schema: false });
  return { store: migrations, close };
}, Deno.test);
