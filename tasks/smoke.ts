// `deno task smoke ADDRESS`: uses a running instance as people do, quickly: pages, a file of the
// build, and a fight from its making to its archive. Ends with 1 and a line for each thing amiss.
import { z } from "zod";

export interface SmokeOptions {
  readonly signal: AbortSignal;
  /** Bearer that opens /health. */
  readonly token: string | undefined;
}

type Look = (address: string, options: SmokeOptions) => Promise<string>;

async function get(
  address: string,
  path: string,
  { signal }: SmokeOptions,
  headers: Record<string, string> = {},
): Promise<{ response: Response; text: string }> {
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  const response = await fetch(new URL(path, address), {
    headers,
    signal: timeout,
    redirect: "manual",
  });
  return { response, text: await response.text() };
}

const home: Look = async (address, options) => {
  const { response, text } = await get(address, "/", options);
  if (response.status !== 200) return `/ answers ${response.status}`;
  if (!/<title>[^<]+<\/title>/.test(text)) return "/ is no page";
  const policy = response.headers.get("content-security-policy") ?? "";
  return policy.includes("nonce-") || !text.includes("<script") ? "" : "/ has no content policy";
};

const ready: Look = async (address, options) => {
  const { response, text } = await get(address, "/readyz", options);
  return response.status === 200 && text === "ready" ? "" : `/readyz says ${text.slice(0, 40)}`;
};

const files: Look = async (address, options) => {
  const { text } = await get(address, "/", options);
  const path = /(?:href|src)="(\/assets\/[^"]+)"/.exec(text)?.[1];
  if (path === undefined) return "the first page names no file of the build";
  const { response } = await get(address, path, options);
  if (response.status !== 200) return `${path} answers ${response.status}`;
  const kept = response.headers.get("cache-control") ?? "";
  return kept.includes("immutable") ? "" : `${path} may not be kept: ${kept}`;
};

const closed: Look = async (address, options) => {
  // Only a token says that the protected addresses are closed here.
  if (options.token === undefined) return "";
  const { response } = await get(address, "/metrics", options);
  return response.status === 404 ? "" : `/metrics answers ${response.status} to everybody`;
};

const missing: Look = async (address, options) => {
  const { response } = await get(address, `/nowhere-${crypto.randomUUID()}`, options);
  return response.status === 404 ? "" : `an unknown address answers ${response.status}`;
};

const Made = z.object({ id: z.string() });

/** Makes a fight, reads it and puts it away; nobody else sees it. */
const encounter: Look = async (address, options) => {
  const { origin } = new URL(address);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(15_000)]);
  const send = (path: string, body: unknown, cookie = "") =>
    fetch(new URL(path, address), {
      method: "POST",
      headers: { "content-type": "application/json", origin, cookie },
      body: JSON.stringify(body),
      signal,
      redirect: "manual",
    });
  const made = await send("/api/v1/encounters", { name: "Smoke test", edition: "2024" });
  const cookie = made.headers.getSetCookie().map((value) => value.split(";")[0]).join("; ");
  const text = await made.text();
  if (made.status !== 201) return `making a fight answers ${made.status}`;
  const { id } = Made.parse(JSON.parse(text));
  const { response } = await get(address, `/api/v1/encounters/${id}`, options, { cookie });
  if (response.status !== 200) return `reading a fight answers ${response.status}`;
  const archived = await send(`/api/v1/encounters/${id}/archive`, {}, cookie);
  await archived.body?.cancel();
  return archived.ok ? "" : `archiving a fight answers ${archived.status}`;
};

const LOOKS: readonly Look[] = [home, ready, files, closed, missing, encounter];

/** What is amiss at `address`, in one line; empty when nothing is. */
export async function smokeProblems(address: string, options: SmokeOptions): Promise<string> {
  const found: string[] = [];
  for (const look of LOOKS) {
    try {
      found.push(await look(address, options));
    } catch (error) {
      found.push(`${look.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return found.filter((line) => line !== "").join("; ");
}

async function main(args: readonly string[]): Promise<number> {
  const [address, ...more] = args;
  if (address === undefined || more.length > 0 || !URL.canParse(address)) {
    console.error("Usage: deno task smoke https://address");
    return 2;
  }
  const signal = AbortSignal.timeout(60_000);
  const problems = await smokeProblems(address, { signal, token: Deno.env.get("OPS_TOKEN") });
  console.log(problems === "" ? `${address}: ${LOOKS.length} looks, nothing amiss` : problems);
  return problems === "" ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
