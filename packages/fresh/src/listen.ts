import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Handler } from "./compile.ts";
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
    const info = {
      remoteAddr: {
        transport: "tcp",
        hostname: req.socket.remoteAddress ?? "",
        port: req.socket.remotePort ?? 0,
      },
      completed: new Promise<void>((done) => res.on("close", () => done())),
    } as ServeInfo;
    const response = await handler(toRequest(req, gone.signal), info);
    await send(response, res);
  } catch (error) {
    console.error(error);
    if (!res.headersSent) res.writeHead(500, { "content-type": "text/plain" });
    res.end(res.headersSent ? undefined : "Internal server error");
  }
}

/** A web request from one of node:http. */
export function toRequest(req: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    const name = req.rawHeaders[i] ?? "";
    if (!name.startsWith(":")) {
      headers.append(name, req.rawHeaders[i + 1] ?? "");
    }
  }
  const url = `http://${req.headers.host ?? "localhost"}${req.url ?? "/"}`;
  const init: RequestInit & { duplex?: "half" } = {
    method: req.method ?? "GET",
    headers,
    signal,
  };
  if (init.method !== "GET" && init.method !== "HEAD") {
    init.body = Readable.toWeb(req) as ReadableStream<Uint8Array<ArrayBuffer>>;
    init.duplex = "half";
  }
  return new Request(url, init);
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
