import { keyValueContract } from "@/lib/store/contracts/kv_contract.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";

Deno.test.afterAll(endOwnServer);

keyValueContract("MongoDB", async () => {
  const { store, close } = await temporaryMongo();
  return { values: store.values, leases: store.leases, close };
}, Deno.test);
