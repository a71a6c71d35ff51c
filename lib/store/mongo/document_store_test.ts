import { documentStoreContract } from "@/lib/store/contracts/document_store_contract.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";

Deno.test.afterAll(endOwnServer);

documentStoreContract("MongoDB", async () => {
  const { store, close } = await temporaryMongo();
  return { store: store.documents, close };
}, Deno.test);
