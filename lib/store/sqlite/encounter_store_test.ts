import { encounterStoreContract } from "@/lib/store/contracts/encounter_store_contract.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

encounterStoreContract("SQLite", async () => {
  const { store, close } = await temporaryStore();
  return { store: store.encounters, close };
}, Deno.test);
