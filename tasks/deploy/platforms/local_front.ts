// The proxy of the local platform: `local_front.ts SERVING_FILE PORT`. Reads for each request which
// release serves, so that a change of the file is the change of the traffic.
import { z } from "zod";

const Serving = z.object({ port: z.number() });
const [file = "", port = "0"] = Deno.args;

async function passOn(request: Request): Promise<Response> {
  const url = new URL(request.url);
  try {
    const { port } = Serving.parse(JSON.parse(await Deno.readTextFile(file)));
    const target = `http://127.0.0.1:${port}${url.pathname}${url.search}`;
    return await fetch(target, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: "manual",
      signal: request.signal,
    });
  } catch {
    return new Response("no release answers", { status: 502 });
  }
}

Deno.serve({ hostname: "127.0.0.1", port: Number(port), onListen: () => {} }, passOn);
