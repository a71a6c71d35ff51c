/**
 * The service worker's entry: ties the rules to the browser's events. Served as `/sw.js`, a script
 * without imports: it and worker_rules.ts share no module with pages, or it would need their chunks.
 */
import { WorkerRules } from "./worker_rules.ts";

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  readonly preloadResponse: Promise<unknown>;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  readonly location: Location;
  readonly caches: CacheStorage;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", take: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", take: (event: FetchEvent) => void): void;
  addEventListener(
    type: "message",
    take: (
      event: ExtendableEvent & { readonly data: unknown; readonly ports: readonly MessagePort[] },
    ) => void,
  ): void;
}

// The project's types are those of pages; a worker's scope differs.
const scope = globalThis as unknown as Scope;

const rules = new WorkerRules({
  origin: scope.location.origin,
  caches: scope.caches,
  fetch: (request, init) => fetch(request, init),
  timeText: (date) => date.toLocaleString([], { dateStyle: "medium", timeStyle: "short" }),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

scope.addEventListener("install", (event) => {
  event.waitUntil(rules.install().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  // The server is asked while the worker still wakes up.
  const early = scope.registration.navigationPreload?.enable();
  event.waitUntil(Promise.all([rules.activate(), early]));
});

scope.addEventListener("fetch", (event) => {
  const answer = rules.answer(event.request, event.preloadResponse);
  if (answer !== undefined) event.respondWith(answer);
});

scope.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (typeof data !== "object" || data === null || !("keep" in data)) return;
  if (typeof data.keep !== "string") return;
  event.waitUntil(
    rules.keep(data.keep).then(
      () => ports[0]?.postMessage("kept"),
      // A page that cannot be fetched now stays as it was kept before.
      (cause) => ports[0]?.postMessage(isFull(cause) ? "full" : "not now"),
    ),
  );
});

function isFull(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "QuotaExceededError";
}
