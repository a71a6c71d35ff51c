import { encounterStoreContract } from "@/lib/store/contracts/encounter_store_contract.ts";
import { ModelStore } from "@/tests/sim/model_store.ts";

encounterStoreContract("the simulation's model", () => {
  const store = new ModelStore();
  return Promise.resolve({ store, close: () => Promise.resolve() });
}, Deno.test);
