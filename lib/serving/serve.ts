import type { IncomingMessage, ServerResponse } from "node:http";
import process from "node:process";
import { checkHost } from "./check_host.ts";
import { denoServe } from "@/lib/runtime.ts";
import { stopAtShutdown, type StoppableServer } from "./shutdown.ts";

/** A web handler, as the built server exports it. */
export type Fetch<Info> = (request: Request, info: Info) => Response | Promise<Response>;
/** Answers one request of node:http with a web handler. */
export type Exchange<Info> = (
  fetch: Fetch<Info>,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

export interface ServeOptions<Info> {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How to answer on runtimes without a listener for web handlers (Node). */
  readonly exchange?: Exchange<Info>;
}

const THIS_MACHINE = new Set(["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"]);

/** The address as a person types it. */
export function addressOf(host: string, port: number): string {
  if (THIS_MACHINE.has(host)) return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Why a listener could not be opened, and what to do about it. */
export function listenFault(error: unknown, host: string, port: number): string {
  const place = `Cannot listen on ${host} port ${port}`;
  const code = codeOf(error);
  if (code === "EADDRINUSE") return `${place}: it is taken. Choose another, such as PORT=8001`;
  if (code === "EACCES" || code === "EPERM") {
    return `${place}: ports below 1024 are the system's. Choose one from 1024, such as PORT=8000, ` +
      "and put a proxy in front of it";
  }
  if (code === "EADDRNOTAVAIL") {
    return `${place}: this machine does not have that address. HOST is one of its own: 127.0.0.1 ` +
      "for itself alone, 0.0.0.0 for all of its networks";
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || /lookup|resolve/.test(String(error))) {
    return `${place}: no machine has that name. HOST is an address of this machine, such as ` +
      "127.0.0.1 or 0.0.0.0";
  }
  return `${place}: ${error instanceof Error ? error.message : String(error)}`;
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** Where nobody reads, the app is served all the same. */
function announce(host: string, port: number): void {
  try {
    console.log(`Encounter Tracker: ${addressOf(host, port)}`);
  } catch {
    // A full disk or a closed pipe.
  }
}

/**
 * Listens with Deno's or Node's own listener, prints one line with the address, and stops before
 * the app's parts are closed when the process is asked to end. Where it cannot listen it says why
 * in one line and ends the process with 1.
 */
export async function serve<Info>(
  fetch: Fetch<Info>,
  { host, port, exchange }: ServeOptions<Info>,
): Promise<void> {
  const hostname = host.replace(/^\[(.*)\]$/, "$1");
  try {
    const checked = checkHost(fetch);
    const server = denoServe(checked, { hostname, port, onListen: announce }) ??
      await nodeServe(checked, { hostname, port, exchange });
    stopAtShutdown(server);
  } catch (error) {
    console.error(listenFault(error, hostname, port));
    process.exit(1);
  }
}

/** `serve` as the configuration says, for the files of a build that start the app. */
export function listener({ HOST, PORT }: { readonly HOST: string; readonly PORT: number }) {
  return <Info>(fetch: Fetch<Info>, exchange?: Exchange<Info>): Promise<void> =>
    serve(fetch, { host: HOST, port: PORT, ...exchange === undefined ? {} : { exchange } });
}

async function nodeServe<Info>(
  fetch: Fetch<Info>,
  options: { hostname: string; port: number; exchange: Exchange<Info> | undefined },
): Promise<StoppableServer> {
  const { hostname, port, exchange } = options;
  if (exchange === undefined) throw new TypeError("Cannot serve on Node without an exchange");
  const { createServer } = await import("node:http");
  // Node looks for what took too long every half a minute unless told otherwise.
  const server = createServer(
    { connectionsCheckingInterval: 5_000 },
    (request, response) => void exchange(fetch, request, response),
  );
  // A sender who never ends a request, or a connection that nobody uses, is let go.
  server.headersTimeout = 10_000;
  server.requestTimeout = 90_000;
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const bound = server.address();
  announce(hostname, typeof bound === "object" && bound !== null ? bound.port : port);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
