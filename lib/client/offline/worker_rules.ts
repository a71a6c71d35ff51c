/**
 * What the service worker does. It keeps the pages of open fights, as they were last seen, and the
 * files that they are made of. It never keeps an answer of the API: what comes from there is new,
 * or does not come. A kept page says that it is one, and from when.
 */

/** The parts of a service worker's scope that are used; a test brings its own. */
export interface WorkerScope {
  readonly origin: string;
  readonly caches: Pick<CacheStorage, "open" | "keys" | "delete">;
  readonly fetch: (request: Request | string, init?: RequestInit) => Promise<Response>;
  /** A moment as this device writes it. */
  readonly timeText: (date: Date) => string;
  readonly wait: (ms: number) => Promise<void>;
}

/** Pages and files; another form of what is kept needs another name. */
export const PAGES = "pages-1";
export const FILES = "files-1";

/** Shown for pages that are not kept. */
export const OFFLINE_PAGE = "/offline";

const MAX_PAGES = 8;
const MAX_FILES = 150;
/** How long the server may take before a kept page is shown instead. */
const PATIENCE_MS = 5_000;
/** What a proxy says when the server behind it is away. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/** Names of files with the hash of their content in pages, scripts and style sheets. */
const HASHED =
  /(?:\/(?:assets|fonts)\/|["'(]\.\/|["']assets\/)([\w.-]+?[.-][\w-]{8}\.(?:js|css|woff2))\b/g;
const NAMED = /^\/(?:assets|fonts)\/[\w.-]+$/;

/** Addresses of the files that `text` names. */
export function filesIn(text: string): string[] {
  const paths = [...text.matchAll(HASHED)].map(([, name = ""]) =>
    name.endsWith(".woff2") ? `/fonts/${name}` : `/assets/${name}`
  );
  return [...new Set(paths)];
}

/**
 * The page with a line on top that says what it is. The page's script reads the time from it, says
 * it in words, and shows a later state where one is kept.
 */
export function withNote(html: string, date: Date, timeText: WorkerScope["timeText"]): string {
  const known = !Number.isNaN(date.getTime());
  const note = `<p class="kept-note" role="status" data-at="${known ? date.getTime() : 0}">` +
    "No connection to the server. This is the page as it was " +
    `${known ? `on ${timeText(date)}` : "at an earlier time"}.</p>`;
  return html.replace(/<body[^>]*>/, (tag) => tag + note);
}

export class WorkerRules {
  #scope: WorkerScope;

  constructor(scope: WorkerScope) {
    this.#scope = scope;
  }

  /** Keeps what is shown when nothing else can be. */
  async install(): Promise<void> {
    await this.keep(OFFLINE_PAGE);
  }

  /** Releases what earlier versions kept. */
  async activate(): Promise<void> {
    const names = await this.#scope.caches.keys();
    const old = names.filter((name) => name !== PAGES && name !== FILES);
    await Promise.all(old.map((name) => this.#scope.caches.delete(name)));
  }

  /** Fetches a page anew and keeps it with all its files; forgets it when it is gone. */
  async keep(url: string): Promise<void> {
    const pages = await this.#scope.caches.open(PAGES);
    const response = await this.#scope.fetch(url, { credentials: "same-origin" });
    if (!response.ok || response.redirected) {
      if (response.status < 500) await pages.delete(url);
      return;
    }
    await this.#keepFiles(filesIn(await response.clone().text()));
    await pages.delete(url);
    await pages.put(url, response);
    await trim(pages, MAX_PAGES);
  }

  /** The answer to a request, or undefined: the browser asks the server itself. */
  answer(request: Request, preloaded?: Promise<unknown>): Promise<Response> | undefined {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== this.#scope.origin) return undefined;
    if (pathname.startsWith("/api/")) return undefined;
    if (NAMED.test(pathname)) return this.#file(request);
    return request.mode === "navigate" ? this.#page(request, preloaded) : undefined;
  }

  /** Scripts and style sheets name further ones, which are needed later: all are kept. */
  async #keepFiles(paths: readonly string[]): Promise<void> {
    const files = await this.#scope.caches.open(FILES);
    const seen = new Set<string>();
    let wanted = [...paths];
    while (wanted.length > 0) {
      const texts = await Promise.all(wanted.map(async (path) => {
        seen.add(path);
        if (await files.match(path) === undefined) {
          const response = await this.#scope.fetch(path);
          if (!response.ok) return "";
          await files.put(path, response);
        }
        return path.endsWith(".woff2") ? "" : await (await files.match(path))?.text() ?? "";
      }));
      wanted = [...new Set(texts.flatMap(filesIn))].filter((path) => !seen.has(path));
    }
    await trim(files, MAX_FILES);
  }

  /** The name holds the content's hash: what is kept is what the server would send. */
  async #file(request: Request): Promise<Response> {
    const files = await this.#scope.caches.open(FILES);
    return await files.match(request.url) ?? await this.#scope.fetch(request);
  }

  async #page(request: Request, preloaded?: Promise<unknown>): Promise<Response> {
    const kept = await this.#kept(request.url);
    const fetched = this.#fromServer(request, preloaded);
    if (kept === undefined) {
      return await fetched.catch(async (cause) => {
        const offline = await this.#kept(OFFLINE_PAGE);
        if (offline === undefined) throw cause;
        return offline;
      });
    }
    const late = this.#scope.wait(PATIENCE_MS).then(() => undefined);
    const response = await Promise.race([fetched, late]).catch(() => undefined);
    return response === undefined || AWAY.has(response.status) ? await this.#old(kept) : response;
  }

  async #fromServer(request: Request, preloaded?: Promise<unknown>): Promise<Response> {
    const early = await preloaded;
    return early instanceof Response ? early : await this.#scope.fetch(request);
  }

  async #kept(url: string): Promise<Response | undefined> {
    return await (await this.#scope.caches.open(PAGES)).match(url);
  }

  async #old(kept: Response): Promise<Response> {
    const date = new Date(kept.headers.get("date") ?? "");
    const { headers, status } = kept;
    const { timeText } = this.#scope;
    return new Response(withNote(await kept.text(), date, timeText), { headers, status });
  }
}

/** Removes what was put in first, until at most `max` are left. */
async function trim(cache: Cache, max: number): Promise<void> {
  const keys = await cache.keys();
  const old = keys.filter((key) => !key.url.endsWith(OFFLINE_PAGE));
  await Promise.all(old.slice(0, Math.max(0, keys.length - max)).map((key) => cache.delete(key)));
}
