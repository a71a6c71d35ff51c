/** A tracker on a local encounter, with dialogs and a page that only remember what they were asked. */
import { signal } from "@preact/signals";
import { SAMPLE_ENCOUNTER } from "@/components/encounter/testing/sample_encounter.ts";
import { localEncounter } from "@/lib/client/encounter/testing/local_encounter.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { type Dialogs, openDialogs } from "@/lib/client/tracker/dialogs.ts";
import { openTracker, type Tracker } from "@/lib/client/tracker/tracker.ts";

export interface TrackerUnderTest {
  readonly tracker: Tracker;
  readonly dialogs: Dialogs;
  /** What the page was asked to do, in words: "go /encounters". */
  readonly asked: string[];
}

/** Opens a tracker on `state`, by default the sample encounter without waiting prompts. */
export function openTestTracker(
  state: EncounterState = { ...SAMPLE_ENCOUNTER, version: 1, prompts: [], proposals: [] },
): TrackerUnderTest {
  const asked: string[] = [];
  const kept = new Map<string, string>();
  const dialogs = openDialogs({
    keep: { get: (name) => kept.get(name) ?? null, set: (name, value) => kept.set(name, value) },
    creatureLoader: {
      find: () => Promise.resolve([]),
      block: () => Promise.resolve(null),
    },
    code: signal("abcd1234"),
    newCode: () => {
      asked.push("new code");
      return Promise.resolve("efgh5678");
    },
    copy: (text) => {
      asked.push(`copy ${text}`);
      return Promise.resolve(true);
    },
    run: (action) => tracker.run(action),
  });
  const tracker = openTracker(localEncounter({ state, log: [] }), {
    open: (path) => asked.push(`open ${path}`),
    go: (path) => asked.push(`go ${path}`),
    toggleTheme: () => asked.push("toggle theme"),
    pressAnswer: (promptId, at) => asked.push(`press ${promptId} ${at}`),
  }, dialogs.handlers);
  return { tracker, dialogs, asked };
}
