import type { Store } from "@/lib/store/ports/store.ts";
import { observeCalls } from "./observe_calls.ts";
import type { Meters } from "./port.ts";

type Watched = Pick<Store, "values" | "leases" | "ping" | "close">;

/** The parts of the store that watching it needs, each of whose calls is counted as `part.method`. */
export function observeWatched(store: Watched, meters: Pick<Meters, "store">): Watched {
  const whole = observeCalls("store", store, meters);
  return {
    values: observeCalls("values", store.values, meters),
    leases: observeCalls("leases", store.leases, meters),
    ping: () => whole.ping(),
    close: () => store.close(),
  };
}

/** The same store, each of whose calls is counted and timed as `part.method`. */
export function observeStore(store: Store, meters: Pick<Meters, "store">): Store {
  const whole = observeCalls("store", store, meters);
  return {
    ...observeWatched(store, meters),
    encounters: observeCalls("encounters", store.encounters, meters),
    documents: observeCalls("documents", store.documents, meters),
    saveBundle: (bundle) => whole.saveBundle(bundle),
  };
}
