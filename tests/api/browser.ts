/** A browser for clients under test: real answers of the API, no page. */
import type { ClientEnvironment } from "@/lib/client/environment.ts";
import {
  type EncounterClient,
  type LateRefusal,
  openEncounter,
} from "@/lib/client/encounter/encounter_client.ts";
import { predict } from "@/lib/client/encounter/prediction.ts";
import { passingQueue, type QueueStorage } from "@/lib/client/encounter/queue_storage.ts";
import type { Person } from "./harness.ts";

export interface Browser {
  readonly environment: ClientEnvironment;
  /** While false every request fails, and open ones break off. */
  online: boolean;
  /** Says that the line is cut or back, as the device does. */
  line(state: "cut" | "back"): void;
}

export function browserOf(person: Person, { tabs = false } = {}): Browser {
  const listeners = new Set<(line: "cut" | "back") => void>();
  const browser: Browser = {
    online: true,
    line(state) {
      browser.online = state === "back";
      for (const listener of listeners) listener(state);
    },
    environment: {
      tabs,
      fetch: (url, init) =>
        browser.online
          ? person.fetch(url, init)
          : Promise.reject(new TypeError("Cannot fetch: offline")),
      now: () => Date.now(),
      chance: () => Math.random(),
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      later(work, ms) {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      onLine(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
  return browser;
}

/** A DM's page on a fight. */
export async function openPage(
  person: Person,
  id: string,
  options: {
    readonly browser?: Browser;
    readonly storage?: QueueStorage;
    readonly onRefused?: (refused: LateRefusal) => void;
  } = {},
): Promise<EncounterClient> {
  const { browser = browserOf(person), storage = passingQueue(), onRefused } = options;
  const { state, log } = await (await person.fetch(`/api/v1/encounters/${id}`)).json();
  return openEncounter({
    encounterId: id,
    seed: { state, log },
    environment: browser.environment,
    storage,
    predict,
    ...onRefused ? { onRefused } : {},
  });
}

/** Waits until `when` holds; throws with `what` after `ms`. */
export async function eventually(when: () => boolean, what: string, ms = 8000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!when()) {
    if (Date.now() > deadline) throw new Error(`Cannot wait longer: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
