import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ViteDevServer } from "vite";

interface Place {
  file: string;
  line: number;
  column: number;
}

/** What Vite's overlay shows. */
interface Shown {
  message: string;
  stack: string;
  frame?: string;
  loc?: Place;
  id?: string;
  plugin?: string;
}

/** An error with the place in the source where it was thrown. */
export function describe(error: unknown, server: ViteDevServer): Shown {
  if (!(error instanceof Error)) return { message: `Thrown: ${String(error)}`, stack: "" };
  const known = error as Error & Partial<Shown>;
  const mapped = sourceStack(error, server);
  const stack = mapped.replaceAll(server.config.root + "/", "");
  const shown: Shown = { message: error.message || error.name, stack };
  if (known.frame !== undefined) shown.frame = known.frame;
  if (known.plugin !== undefined) shown.plugin = known.plugin;
  const loc = known.loc?.file === undefined ? firstFrame(mapped, server) : known.loc;
  if (loc !== null) {
    shown.loc = loc;
    shown.id = loc.file;
    shown.frame ??= frameOf(loc);
  }
  return shown;
}

/**
 * A stack with lines of the sources. Vite runs server modules as evaluated code, which Deno
 * names "file, <anonymous>:line:column", counted in what Vite made of the source.
 */
export function sourceStack(error: Error, server: ViteDevServer): string {
  const stack = (error.stack ?? "").replace(/(\/[^()\s]*), <anonymous>:(\d+:\d+)/g, "$1:$2");
  return server.ssrRewriteStacktrace(stack);
}

/** The first place of a stack that is the application's own. */
function firstFrame(stack: string, server: ViteDevServer): Place | null {
  for (const hit of stack.matchAll(/(?:\(|at )((?:file:\/\/)?\/[^\s()]+?):(\d+):(\d+)\)?/g)) {
    const path = hit[1] ?? "";
    const file = path.startsWith("file:") ? fileURLToPath(path) : path;
    if (file.includes("/node_modules/") || file.includes("/packages/fresh/src/")) continue;
    if (!file.startsWith(server.config.root) || !existsSync(file)) continue;
    return { file, line: Number(hit[2]), column: Number(hit[3]) };
  }
  return null;
}

/** A few lines of the source around a place, with a mark below it. */
function frameOf({ file, line, column }: Place): string {
  const lines = readFileSync(file, "utf8").split("\n");
  const from = Math.max(0, line - 3), to = Math.min(lines.length, line + 2);
  return lines.slice(from, to).flatMap((text, i) => {
    const number = from + i + 1, row = `${String(number).padStart(4)} | ${text}`;
    return number === line ? [row, `     | ${" ".repeat(Math.max(0, column - 1))}^`] : [row];
  }).join("\n");
}

/** A script that lays an error over the page. */
export function overlayScript(error: unknown, server: ViteDevServer, attr = ""): string {
  const data = JSON.stringify(describe(error, server)).replace(/</g, "\\u003c");
  return `<script type="module"${attr}>import { ErrorOverlay } from "/@vite/client";` +
    `document.body.append(new ErrorOverlay(${data}));</script>`;
}

/** A page for errors that no page of the application answers. */
export function errorPage(error: unknown, server: ViteDevServer): string {
  const { message, stack, frame, loc } = describe(error, server);
  const place = loc === undefined ? "" : `${loc.file}:${loc.line}:${loc.column}\n\n`;
  const text = `${message}\n\n${place}${frame ?? ""}\n\n${stack}`.replace(/&/g, "&amp;")
    .replace(/</g, "&lt;");
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Error</title>` +
    `<script type="module" src="/@vite/client"></script></head><body><pre>${text}</pre>` +
    `${overlayScript(error, server)}</body></html>`;
}
