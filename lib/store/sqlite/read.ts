import { storeFault } from "@/lib/store/sqlite/fault.ts";

/**
 * Carries a read out as a promise. Readers never wait in WAL mode, so there is nothing to retry.
 *
 * @param action what it does, for the error's message: "find the fight"
 * @throws {StoreFault} When the store cannot be read.
 */
export function read<T>(action: string, work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(storeFault(action, error));
  }
}
