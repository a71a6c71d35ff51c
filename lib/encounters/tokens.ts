import { createHmac } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Keys, TablePlaces } from "@/lib/encounters/deps.ts";

const ISSUER = "encounter-tracker";
/** Guests keep their fights for as long as browsers keep a cookie. */
export const GUEST_DAYS = 400;
/** A token this old is made anew at the next visit. */
export const RENEW_DAYS = 30;
export const SEAT_DAYS = 30;
/** Fights in which one browser sits, or that it found by their codes, at the same time. */
const SEATS_KEPT = 12;

const guestClaims = z.object({ sub: z.string().regex(/^guest_[A-Za-z0-9_-]{22}$/) });
const seatClaims = z.object({
  seats: z.array(z.string().regex(/^seat_[A-Za-z0-9_-]{22}$/)).max(SEATS_KEPT),
  codes: z.array(z.string().regex(/^[A-Z0-9]{6,8}$/)).max(SEATS_KEPT).default([]),
  device: z.string().regex(/^device_[A-Za-z0-9_-]{22}$/).optional(),
});

/** These tokens' own key, so that no other kind of token signed with the ring passes for one. */
function derived(bytes: Uint8Array): Uint8Array {
  return createHmac("sha256", bytes).update("guest and seat tokens").digest();
}

/** Makes and reads the signed tokens of guests and seats. */
export class Tokens {
  readonly #keys: ReadonlyMap<string, Uint8Array>;

  constructor(private readonly ring: Keys) {
    this.#keys = new Map(ring.keys.map(({ kid, bytes }) => [kid, derived(bytes)]));
  }

  /** A token that proves to be this guest. */
  guest(ownerId: string, now: number): Promise<string> {
    return this.#sign({ sub: ownerId }, "guest", GUEST_DAYS, now);
  }

  /**
   * The same guest's token made anew, when theirs was signed with a key that is no longer the
   * current one or is a month old; undefined otherwise. Who comes again never loses their
   * fights to a key that was dropped or to the end of a token.
   */
  async renewGuest(
    token: string,
    now: number,
  ): Promise<{ readonly ownerId: string; readonly token: string } | undefined> {
    const claims = guestClaims.safeParse(await this.#verify(token, "guest", now)).data;
    if (claims === undefined) return undefined;
    const age = now / 1_000 - (decodeJwt(token).iat ?? 0);
    const current = decodeProtectedHeader(token).kid === this.ring.current.kid;
    if (current && age < RENEW_DAYS * 86_400) return undefined;
    return { ownerId: claims.sub, token: await this.guest(claims.sub, now) };
  }

  /** A token that proves these places at tables; only the newest are kept. */
  places({ seatIds, codes = [], device }: TablePlaces, now: number): Promise<string> {
    const newest = { seats: seatIds.slice(-SEATS_KEPT), codes: codes.slice(-SEATS_KEPT) };
    const kept = device === undefined ? newest : { ...newest, device };
    return this.#sign(kept, "seats", SEAT_DAYS, now);
  }

  /** The guest of a token; undefined when it is not ours, changed or too old. */
  async readGuest(token: string, now: number): Promise<string | undefined> {
    return guestClaims.safeParse(await this.#verify(token, "guest", now)).data?.sub;
  }

  async readPlaces(token: string, now: number): Promise<TablePlaces | undefined> {
    const claims = seatClaims.safeParse(await this.#verify(token, "seats", now)).data;
    if (claims === undefined) return undefined;
    const { seats: seatIds, codes, device } = claims;
    return { seatIds, codes, ...device === undefined ? {} : { device } };
  }

  #sign(
    claims: Record<string, unknown>,
    audience: string,
    days: number,
    now: number,
  ): Promise<string> {
    const seconds = Math.floor(now / 1000);
    const { kid, bytes } = this.ring.current;
    return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid }).setIssuer(ISSUER)
      .setAudience(audience).setIssuedAt(seconds).setExpirationTime(seconds + days * 86_400)
      .sign(derived(bytes));
  }

  #key(kid: string | undefined): Uint8Array {
    const key = this.#keys.get(kid ?? "");
    if (key === undefined) throw new RangeError("Cannot verify: the key is not ours");
    return key;
  }

  async #verify(token: string, audience: string, now: number): Promise<unknown> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        algorithms: ["HS256"],
        issuer: ISSUER,
        audience,
        currentDate: new Date(now),
      });
      return payload;
    } catch {
      return undefined;
    }
  }
}
