/** Brings a drawn board to life: client, tracker, dialogs, keys, gestures and announcements. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type EncounterSeed, openEncounter } from "@/lib/client/encounter/encounter_client.ts";
import { startOfflineCache } from "@/lib/client/offline/start_offline_cache.ts";
import type { EncounterQuery } from "@/lib/contracts/encounter_form.ts";
import { announcement, announcer } from "./live_region.ts";
import { stateFor } from "./send_commands.ts";
import { browserSettings, copyText, requestCode } from "./browser.ts";
import { listenForGestures } from "./gestures.ts";
import { serverCreatures } from "./creature_loader.ts";
import { listenToKeys, PAGE_TOOLS } from "./keyboard.ts";
import { type DialogState, openDialogs } from "./dialogs.ts";
import { openTracker, type Tracker } from "./tracker.ts";

export interface Started {
  readonly tracker: Tracker;
  readonly dialogs: ReadonlySignal<DialogState>;
  readonly code: Signal<string | null>;
  /** The server's time, once a second. */
  readonly now: Signal<number>;
  /** What screen readers hear next. */
  readonly polite: Signal<string>;
  /** The row that is dragged, and the one over which it is. */
  readonly drag: Signal<{ id: string; over: string | null } | null>;
  stop(): void;
}

export interface StartOptions {
  readonly seed: EncounterSeed;
  readonly ask: EncounterQuery;
  readonly code: string | null;
}

/** Tells screen readers what came in since the last time. */
function speak(tracker: Tracker, polite: Signal<string>): () => void {
  const announce = announcer((text) => (polite.value = text));
  let told = tracker.encounter.peek().version;
  const stop = effect(() => {
    const entries = tracker.log.value.filter((entry) => entry.version > told);
    told = tracker.log.value.at(-1)?.version ?? told;
    announce.say(announcement(tracker.encounter.peek(), entries));
  });
  return () => {
    stop();
    announce.stop();
  };
}

export function startTracker(board: HTMLElement, options: StartOptions): Started {
  const { seed } = options;
  const code = signal(options.code);
  const now = signal(Date.now());
  const polite = signal("");
  const drag = signal<{ id: string; over: string | null } | null>(null);
  const client = openEncounter({
    encounterId: seed.state.id,
    seed,
    onRefused: ({ refusal }) => tracker.say({ text: refusal.message, bad: true, undo: false }),
    onHeld: (reason) => tracker.say({ text: reason, bad: true, undo: false }),
    kept: () => offline.kept(),
  });
  const offline = startOfflineCache(({ keepEncounter }) => keepEncounter(client));
  const dialogs = openDialogs({
    keep: browserSettings(),
    creatureLoader: serverCreatures(),
    code,
    newCode: () => requestCode(seed.state.id),
    copy: copyText,
    run: (action) => void tracker.run(action),
  });
  const tracker = openTracker(client, PAGE_TOOLS, dialogs.handlers);
  tracker.trackerState.value = stateFor(client.state, options.ask);
  const stopSpeaking = speak(tracker, polite);
  const stopListening = listenToKeys(board, tracker, dialogs);
  const stopGestures = listenForGestures(board, tracker, drag);
  // A closed dialog forgets what was typed in it.
  const forget = effect(() => {
    if (tracker.trackerState.value.dialog === null) dialogs.clear();
  });
  const tick = setInterval(() => (now.value = Date.now() + client.clockOffset), 1_000);
  return {
    tracker,
    dialogs: dialogs.state,
    code,
    now,
    polite,
    drag,
    stop() {
      clearInterval(tick);
      for (const end of [stopSpeaking, stopListening, stopGestures, forget, offline.stop]) end();
      tracker.close();
    },
  };
}
