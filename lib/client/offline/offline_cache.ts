/**
 * Keeps an open fight for the time without a connection: the page once, by the service worker, and
 * what the server told after every change, in the browser's database.
 */
import type { EncounterClient } from "@/lib/client/encounter/encounter_client.ts";
import type { PlayerClient } from "@/lib/client/player/player_client.ts";
import { browserCopies, type CopyStorage } from "./copy_storage.ts";
import { copyWriter } from "./copy_writer.ts";
import { noteText } from "./kept_note.ts";
import { encounterScreen, type OfflineScreen, playerScreen } from "./offline_screen.ts";
import { showStorageNote, type StorageProblem } from "./storage_note.ts";
import { workerUrl } from "./worker_url.ts";

/** The worker comes when the page has what it needs itself, in milliseconds. */
const WORKER_MS = 2_000;
/** A change is written at the latest so long after it, in milliseconds. */
const IDLE_MS = 500;

export interface KeptScreen {
  /** To be called when the server answered: resolves when what it told is kept, or cannot be. */
  kept(): Promise<void>;
  stop(): void;
}

/** After the next frame, when nothing else is to be done. */
function whenIdle(work: () => void): void {
  requestAnimationFrame(() => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: IDLE_MS });
    else setTimeout(work, 50);
  });
}

/** Keeps the DM's fight until it is stopped. */
export function keepEncounter(client: EncounterClient): KeptScreen {
  return keepOffline(encounterScreen(client), browserCopies());
}

/** Keeps a player's view, or the table's, until it is stopped. */
export function keepPlay(client: PlayerClient, code: string): KeptScreen {
  return keepOffline(playerScreen(client, code), browserCopies());
}

/** Keeps `screen`, and shows what is kept where the page itself is a kept one. */
function keepOffline(screen: OfflineScreen, storage: CopyStorage): KeptScreen {
  let problem: StorageProblem | undefined;
  let stopped = false;
  // Before the server was heard, what is shown may be older than what is kept.
  let heard = false;

  const onFailed = (cause: unknown) => {
    problem ??= cause instanceof DOMException && cause.name === "QuotaExceededError"
      ? "full"
      : "refused";
    tell();
  };
  const note = () => document.querySelector<HTMLElement>(".kept-note");
  const tell = () => {
    // One line on top is enough: that the page is a kept one comes first.
    if (problem !== undefined && !stopped && note() === null) showStorageNote(problem);
  };
  const isLive = () => screen.connection.kind === "live" || screen.connection.kind === "sending";
  const writer = copyWriter({ storage, copy: () => screen.copy(), idle: whenIdle, onFailed });

  function follow(): void {
    if (isLive()) {
      heard = true;
      note()?.remove();
      tell();
    }
    if (heard) writer.changed();
    if (screen.connection.kind === "gone" || screen.connection.kind === "refused") {
      // Whoever uses this browser next finds nothing of it.
      storage.remove(screen.key).catch(() => {});
    }
  }

  async function showKept(): Promise<void> {
    const line = note();
    if (line === null) return;
    const shownAt = Number(line.dataset["at"]);
    line.textContent = noteText(shownAt, Date.now());
    const copy = await storage.load(screen.key);
    if (copy === undefined || heard || !screen.adopt(copy, shownAt)) return;
    line.textContent = noteText(Math.max(copy.at, shownAt), Date.now());
  }

  const onHidden = () => {
    // The last moment in which a phone lets a page write.
    if (document.visibilityState === "hidden" && heard) void writer.flush();
  };
  const off = screen.subscribe(follow);
  document.addEventListener("visibilitychange", onHidden);
  addEventListener("pagehide", onHidden);
  const timer = setTimeout(() => void keepPage().catch(onFailed), WORKER_MS);
  void showKept().catch(onFailed);
  return {
    kept() {
      heard = true;
      return writer.flush();
    },
    stop() {
      stopped = true;
      off();
      writer.stop();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onHidden);
      removeEventListener("pagehide", onHidden);
    },
  };
}

/**
 * Has the service worker keep this page and its files.
 *
 * @throws {DOMException} When the browser refuses the worker or its storage, or has no room.
 */
async function keepPage(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) throw new DOMException("No workers here", "SecurityError");
  await caches.keys();
  await serviceWorker.register(workerUrl("/sw.js"));
  const { active } = await serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise<unknown>((resolve) => port1.onmessage = ({ data }) => resolve(data));
  active?.postMessage({ keep: location.href.split("#")[0] }, [port2]);
  const answer = await answered;
  port1.close();
  if (answer === "full") throw new DOMException("No room for the page", "QuotaExceededError");
}
