import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** How long an address works: until the next reminder brings a new one. */
const VALID_MS = 4 * 3_600_000;

/** Keys that sign, newest first. */
export interface LinkKeys {
  readonly current: { readonly bytes: Uint8Array };
  readonly keys: readonly { readonly bytes: Uint8Array }[];
}

/** What an address says, after its signature and its time have been checked. */
export interface AckClaim {
  readonly incident: string;
  readonly expires: number;
}

/** Signed, short-lived addresses with which somebody who was told takes an incident on. */
export class AckLinks {
  /** @param origin of the site, without a slash; without it there are no addresses. */
  constructor(
    private readonly keys: LinkKeys,
    private readonly origin: string | undefined,
    private readonly now: () => number = Date.now,
  ) {}

  /** The address for an incident; undefined where the site has none. */
  addressFor(incident: string): string | undefined {
    if (this.origin === undefined) return undefined;
    const expires = this.now() + VALID_MS;
    const signature = sign(incident, expires, this.keys.current.bytes);
    const query = new URLSearchParams({ incident, expires: String(expires), signature });
    return `${this.origin}/ops/acknowledge?${query}`;
  }

  /** What an address's query says; "expired" or null when it is not to be believed. */
  read(query: URLSearchParams): AckClaim | "expired" | null {
    const incident = query.get("incident") ?? "";
    const expires = Number(query.get("expires"));
    const given = Buffer.from(query.get("signature") ?? "", "base64url");
    if (incident === "" || !Number.isSafeInteger(expires)) return null;
    const right = this.keys.keys.some(({ bytes }) => {
      const wanted = Buffer.from(sign(incident, expires, bytes), "base64url");
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
    if (!right) return null;
    return expires > this.now() ? { incident, expires } : "expired";
  }
}

function sign(incident: string, expires: number, key: Uint8Array): string {
  return createHmac("sha256", key).update(`acknowledge\n${incident}\n${expires}`)
    .digest("base64url");
}
