import { keyValueContract } from "@/lib/store/contracts/kv_contract.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

keyValueContract("SQLite", async () => {
  const { store, close } = await temporaryStore();
  return { values: store.values, leases: store.leases, close };
}, Deno.test);
