/**
 * Files by address, from hosts that the operator allows and nowhere else: https only, no private address behind the
 * name, redirects checked like the first address, a time-out, and an end to the size.
 */
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import { MOST_BYTES } from "./input.ts";

export interface FetchDeps {
  /** Exact host names. */
  readonly hosts: readonly string[];
  /** Every address behind a host name. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  readonly timeoutMs?: number;
}

const MOST_REDIRECTS = 3;

const no = (message: string): Refusal => refuse("INVALID_INPUT", message);

/** Whether an address lies in a network that the public cannot reach: never to be asked on a visitor's word. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.toLowerCase().replace(/^\[|\]$/g, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(mapped ?? plain);
  if (four === null) {
    // What is given to nobody, and for examples: 2001:db8::/32 and 3fff::/20.
    return !/^[23][0-9a-f]{0,3}:/.test(plain) || /^2001:(0?db8|0{0,4}:)/.test(plain) ||
      plain.startsWith("2002:") || /^3fff:(:|0?[0-9a-f]{1,3}:)/.test(plain);
  }
  const [a = 0, b = 0, c = 0, d = 0] = four.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255)) return true;
  return a === 0 || a === 10 || a === 127 || a >= 224 || a === 169 && b === 254 ||
    a === 172 && b >= 16 && b <= 31 ||
    a === 192 && (b === 168 || b === 0 || b === 88 && c === 99) ||
    a === 100 && b >= 64 && b <= 127 ||
    a === 198 && (b === 18 || b === 19 || b === 51) ||
    a === 203 && b === 0;
}

/** A visitor's address as one that may be asked. */
async function allowed(raw: string, deps: FetchDeps): Promise<Result<URL>> {
  if (raw.length > 2_000 || !URL.canParse(raw)) {
    return no("That is no web address. Copy it whole, with https:// in front.");
  }
  const url = new URL(raw);
  if (url.protocol !== "https:") {
    return no("Only addresses that begin with https:// can be fetched.");
  }
  if (url.username !== "" || url.password !== "" || url.port !== "") {
    return no("Leave name, password and port out of the address.");
  }
  if (!deps.hosts.includes(url.hostname)) {
    return no(
      `Files are fetched only from ${
        deps.hosts.join(", ") || "nowhere on this site"
      }. Download the file and choose it here.`,
    );
  }
  const addresses = await deps.resolve(url.hostname).catch(() => []);
  if (addresses.length === 0) {
    return refuse(
      "UNAVAILABLE",
      "That host cannot be found now. Try again later, or download the file.",
    );
  }
  return addresses.some(isPrivateAddress)
    ? no("That address leads into a private network.")
    : ok(url);
}

/** The bytes behind an address. */
export async function fetchFile(
  raw: string,
  deps: FetchDeps,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const signal = AbortSignal.timeout(deps.timeoutMs ?? 10_000);
  let next = raw;
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const url = await allowed(next, deps);
      if (!url.ok) return url;
      const response = await deps.fetch(url.value, {
        redirect: "manual",
        signal,
        headers: { accept: "*/*" },
      });
      const location = response.status >= 300 && response.status < 400
        ? response.headers.get("location")
        : null;
      if (location === null) return await bodyOf(response);
      await response.body?.cancel();
      next = URL.canParse(location, url.value) ? new URL(location, url.value).href : location;
    }
    return no("That address leads on and on. Use the one where the file is.");
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const late = error.name === "TimeoutError" || error.name === "AbortError";
    return refuse(
      "UNAVAILABLE",
      late
        ? "That host took too long to answer. Download the file and choose it here."
        : "That host cannot be reached now. Download the file and choose it here.",
    );
  }
}

async function bodyOf(response: Response): Promise<Result<Uint8Array<ArrayBuffer>>> {
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    return no(
      `That address answered with ${response.status}. Open it in a browser to see whether the file is there.`,
    );
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    if (length > MOST_BYTES) {
      return refuse("TOO_LARGE", `The file there is larger than ${MOST_BYTES / 1024 / 1024} MB.`);
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return ok(bytes);
}
