/**
 * The least that a page can cost: the HTML and style sheets of one of ours, without a framework.
 * One listener changes by hand what a turn or damage changes. What it takes is the machine's share.
 */
import { ROOT } from "@/tasks/lib/files.ts";

const CLIENT = `${ROOT}_fresh/client`;
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

/** Without scripts, so that nothing of ours runs. */
function withoutScripts(html: string): string {
  return html.replace(/<script\b[\s\S]*?<\/script>/g, "");
}

async function gzipped(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Serves bare pages and the files of the built app, each from memory. */
export class BareServer {
  readonly #pages = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #files = new Map<string, Response>();
  readonly #server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const { pathname } = new URL(request.url);
      return this.#page(pathname) ?? this.#file(pathname);
    },
  );

  /** Takes a page in under a path of its own; `script` is the listener. The answer is its address. */
  async add(html: string, script = ""): Promise<string> {
    const path = `/bare/${this.#pages.size}`;
    const bare = withoutScripts(html).replace("</body>", `<script>${script}</script></body>`);
    this.#pages.set(path, await gzipped(bare));
    return `http://localhost:${this.#server.addr.port}${path}`;
  }

  #page(path: string): Response | undefined {
    const body = this.#pages.get(path);
    return body && new Response(body, {
      headers: { "content-type": "text/html; charset=utf-8", "content-encoding": "gzip" },
    });
  }

  async #file(path: string): Promise<Response> {
    const known = this.#files.get(path);
    if (known !== undefined) return known.clone();
    const packed = await Deno.readFile(`${CLIENT}${path}.br`).catch(() => undefined);
    const body = packed ?? await Deno.readFile(CLIENT + path).catch(() => undefined);
    if (body === undefined) return new Response(null, { status: 404 });
    const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
    const file = new Response(body, {
      headers: {
        "content-type": type,
        "cache-control": "public, max-age=31536000, immutable",
        ...packed && { "content-encoding": "br" },
      },
    });
    this.#files.set(path, file);
    return file.clone();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** On `n`, and on a click on "Next turn": two rows, the head, the creature's pane, a line of the log. */
export const TURN_SCRIPT = `{
const rows = [...document.querySelectorAll(".initiative-list > .row")];
const [head, next, stat, log] = [".initiative-head .label", ".btn-next small", ".tracker-stat-block", ".log"]
  .map((selector) => document.querySelector(selector));
const nameOf = (row) => row.querySelector(".row-title").textContent;
const pane = stat.innerHTML, first = nameOf(rows[0]);
const notesOf = (row) => row.querySelector(".row-notes");
const tag = document.querySelector(".row-tag").cloneNode(true);
let at = rows.findIndex((row) => row.dataset.state === "now");
const turn = () => {
  const old = rows[at];
  at = (at + 1) % rows.length;
  const now = rows[at], after = rows[(at + 1) % rows.length];
  old.dataset.state = "acted";
  old.removeAttribute("aria-current");
  old.querySelector(".row-tag")?.remove();
  now.dataset.state = "now";
  now.setAttribute("aria-current", "step");
  notesOf(now).prepend(tag);
  head.textContent = "turn " + (at + 1) + " of " + rows.length;
  next.textContent = nameOf(after);
  stat.innerHTML = pane.replaceAll(first, nameOf(now));
  const line = log.lastElementChild.cloneNode(true);
  line.querySelector("b, span").textContent = nameOf(now) + "'s turn";
  log.prepend(line);
  log.lastElementChild.remove();
};
addEventListener("keydown", (event) => event.key === "n" && turn());
document.querySelector(".btn-next").addEventListener("click", (event) => {
  event.preventDefault();
  turn();
});
}`;

/**
 * On Enter, where the page shows the pending damage for the sixth row: hit points and bar, the pane
 * of the pending action at rest (`rest`, as HTML), a line of the log. `open` shows it pending again.
 */
export function damageScript(rest: string): string {
  return `{
const row = document.querySelectorAll(".initiative-list > .row")[5];
const [now, bar, mark] = [".hp-now", "progress", ".row-mark"].map((s) => row.querySelector(s));
const side = document.querySelector(".tracker-side"), log = document.querySelector(".log");
const pending = side.innerHTML, rest = ${JSON.stringify(rest).replaceAll("<", "\\u003c")};
globalThis.open = () => {
  side.innerHTML = pending;
  mark.setAttribute("aria-pressed", "true");
};
addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  now.textContent = Number(now.textContent) - 3;
  if (bar) bar.value -= 3;
  side.innerHTML = rest;
  mark.setAttribute("aria-pressed", "false");
  const line = log.lastElementChild.cloneNode(true);
  line.querySelector("b, span").textContent = "3 damage";
  log.prepend(line);
  log.lastElementChild.remove();
});
}`;
}
