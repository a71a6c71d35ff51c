import { encounterStoreContract } from "@/lib/store/contracts/encounter_store_contract.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";

Deno.test.afterAll(endOwnServer);

encounterStoreContract("MongoDB", async () => {
  const { store, close } = await temporaryMongo();
  return { store: store.encounters, close };
}, Deno.test);
