import { documentStoreContract } from "@/lib/store/contracts/document_store_contract.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

documentStoreContract("SQLite", async () => {
  const { store, close } = await temporaryStore();
  return { store: store.documents, close };
}, Deno.test);
