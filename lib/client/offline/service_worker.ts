/** The service worker's entry: ties the rules to the browser's events. Served as `/sw.js`. */
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
    take: (event: ExtendableEvent & { readonly data: unknown }) => void,
  ): void;
}

// The project's types are those of pages; a worker's scope differs.
const scope = globalThis as unknown as Scope;

const rules = new WorkerRules({
  origin: scope.location.origin,
  caches: scope.caches,
  fetch: (request, init) => fetch(request, init),
  timeText: (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }),
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
  const { data } = event;
  if (typeof data !== "object" || data === null || !("keep" in data)) return;
  // A page that cannot be fetched now stays as it was kept before.
  if (typeof data.keep === "string") event.waitUntil(rules.keep(data.keep).catch(() => {}));
});
