import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Handler } from "./compile.ts";
import { STATUS_TEXT } from "./status.ts";
import type { ListenOptions, ServeInfo } from "./types.ts";

/** Serve with node:http, so that the same code runs on Deno and Node. */
export async function listen(
  handler: Handler,
  options: ListenOptions,
): Promise<void> {
  const ports = options.port === undefined
    ? Array.from({ length: 20 }, (_, i) => 8000 + i)
    : [options.port];
  for (const [i, port] of ports.entries()) {
    try {
      await serveOn(handler, port, options);
      return;
    } catch (error) {
      const busy = (error as { code?: string }).code === "EADDRINUSE";
      if (!busy || i === ports.length - 1) throw error;
    }
  }
}

function serveOn(
  handler: Handler,
  port: number,
  options: ListenOptions,
): Promise<void> {
  if (options.signal?.aborted) return Promise.resolve();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = createServer((req, res) => void answerNode(handler, req, res));
  server.on("error", reject);
  server.on("close", resolve);
  server.listen(port, options.hostname, () => {
    const address = server.address();
    if (address === null || typeof address === "string") return;
    options.onListen?.({
      hostname: options.hostname ?? "localhost",
      port: address.port,
    });
  });
  options.signal?.addEventListener("abort", () => {
    server.close();
    server.closeAllConnections();
  });
  return promise;
}

/** Answer one node:http request with a web handler; the response ends with the connection. */
export async function answerNode(
  handler: Handler,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  res.on("close", () => gone.abort());
  try {
    const request = toRequest(req, gone.signal);
    if (typeof request === "number") return refuse(res, request);
    const info = {
      remoteAddr: {
        transport: "tcp",
        hostname: req.socket.remoteAddress ?? "",
        port: req.socket.remotePort ?? 0,
      },
      completed: new Promise<void>((done) => res.on("close", () => done())),
    } as ServeInfo;
    const response = await handler(request, info);
    await send(response, res);
  } catch (error) {
    console.error(error);
    // cut off, so that nobody takes what has been sent for the whole
    if (res.headersSent) res.destroy();
    else refuse(res, 500);
  }
}

function refuse(res: ServerResponse, status: 400 | 405 | 500): void {
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  res.end(status === 500 ? "Internal server error" : STATUS_TEXT[status]);
}

/** Methods of HTTP that a web request cannot have. */
const NO_METHODS = ["CONNECT", "TRACE", "TRACK"];

/** A web request from one of node:http, or the status of the answer where it can be none. */
export function toRequest(req: IncomingMessage, signal: AbortSignal): Request | 400 | 405 {
  const method = req.method ?? "GET", url = addressOf(req);
  if (NO_METHODS.includes(method)) return 405;
  if (url === null) return 400;
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    const name = req.rawHeaders[i] ?? "";
    if (!name.startsWith(":")) {
      headers.append(name, req.rawHeaders[i + 1] ?? "");
    }
  }
  const init: RequestInit & { duplex?: "half" } = { method, headers, signal };
  if (method !== "GET" && method !== "HEAD") {
    init.body = Readable.toWeb(req) as ReadableStream<Uint8Array<ArrayBuffer>>;
    init.duplex = "half";
  }
  return new Request(url, init);
}

/** The address that a request is for; a target that is a whole address outweighs the host. */
function addressOf(req: IncomingMessage): string | null {
  const target = req.url ?? "/", host = `http://${req.headers.host ?? "localhost"}`;
  if (/^https?:\/\//i.test(target)) return URL.canParse(target) ? target : null;
  // a host with more than a name and a port would become a part of the path
  if (!URL.canParse(host) || /[/\\?#@]/.test(host.slice("http://".length))) return null;
  return host + (target.startsWith("/") ? target : "/" + target);
}

/** Send a web response through node:http, chunk by chunk as they come. */
export async function send(
  response: Response,
  res: ServerResponse,
): Promise<void> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") headers[name] = value;
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  res.writeHead(response.status, headers);
  res.flushHeaders();
  if (response.body === null) return void res.end();
  const reader = response.body.getReader();
  res.on("close", () => void reader.cancel().catch(() => {}));
  while (true) {
    const { done, value } = await reader.read();
    if (done || res.destroyed) break;
    if (!res.write(value)) {
      await new Promise((ready) => res.once("drain", ready).once("close", ready));
    }
  }
  res.end();
}
