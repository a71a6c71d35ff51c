/** Reports of one page at most: a loop of errors tells nothing new. */
const MOST = 5;
const ADDRESS = "/api/v1/browser-errors";
const ISLAND_FAILED = /^Island "([A-Za-z0-9_]{1,60})" failed:/;

let watching = false;
let sent = 0;

/**
 * Sends errors of this page to the server from now on: those nobody caught, and those of islands,
 * which the runtime catches and writes to the console. Does nothing on the server or a second time.
 */
export function reportErrors(): void {
  if (watching || typeof document === "undefined") return;
  watching = true;
  addEventListener("error", ({ error, message, filename, lineno, colno }) => {
    send(error ?? message, { file: filename, line: lineno, column: colno });
  });
  addEventListener("unhandledrejection", ({ reason }) => send(reason, {}));
  const write = console.error;
  console.error = (...args: unknown[]) => {
    write(...args);
    const island = typeof args[0] === "string" ? ISLAND_FAILED.exec(args[0])?.[1] : undefined;
    if (island !== undefined) send(args[1], { island });
  };
}

interface Where {
  readonly island?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

function send(error: unknown, where: Where): void {
  if (sent >= MOST) return;
  sent += 1;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const file = where.file ? { file: where.file.slice(0, 300) } : {};
  const body = JSON.stringify({ message: text.slice(0, 500) || "unknown", ...where, ...file });
  // Survives the page's end, and its failure is nobody's concern.
  fetch(ADDRESS, {
    method: "POST",
    body,
    keepalive: true,
    headers: { "content-type": "application/json" },
  }).catch(() => {});
}
