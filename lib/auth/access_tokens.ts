import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { keysFor, type SigningKeys } from "@/lib/auth/keys.ts";
import type { SignedIn } from "@/lib/auth/port.ts";

const ISSUER = "encounter-tracker";
const AUDIENCE = "access";
const TYPE = "at+jwt";
export const ACCESS_MINUTES = 10;

const claims = z.object({
  sub: z.string().regex(/^account_[A-Za-z0-9_-]{22}$/),
  sid: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  auth_time: z.number().int().nonnegative(),
});

/** Short-lived tokens that say who is signed in without a look into the store. */
export class AccessTokens {
  readonly #ring: SigningKeys;
  readonly #keys: ReadonlyMap<string, Uint8Array>;

  constructor(ring: SigningKeys) {
    this.#ring = keysFor(ring, "access tokens");
    this.#keys = new Map(this.#ring.keys.map(({ kid, bytes }) => [kid, bytes]));
  }

  sign({ id, sessionId, provenAt }: SignedIn, now: number): Promise<string> {
    const seconds = Math.floor(now / 1_000);
    const { kid, bytes } = this.#ring.current;
    return new SignJWT({ sid: sessionId, auth_time: Math.floor(provenAt / 1_000) })
      .setProtectedHeader({ alg: "HS256", kid, typ: TYPE }).setSubject(id).setIssuer(ISSUER)
      .setAudience(AUDIENCE).setIssuedAt(seconds).setExpirationTime(seconds + ACCESS_MINUTES * 60)
      .sign(bytes);
  }

  /** Who the token is about; undefined when it is not ours, changed, too old or not yet good. */
  async read(token: string, now: number): Promise<SignedIn | undefined> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        algorithms: ["HS256"],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        requiredClaims: ["exp", "iat"],
        maxTokenAge: ACCESS_MINUTES * 60,
        clockTolerance: 5,
        currentDate: new Date(now),
      });
      const read = claims.safeParse(payload).data;
      return read &&
        { id: read.sub, sessionId: read.sid, provenAt: read.auth_time * 1_000 };
    } catch {
      return undefined;
    }
  }

  #key(kid: string | undefined): Uint8Array {
    const key = this.#keys.get(kid ?? "");
    if (key === undefined) throw new RangeError("Cannot verify: the key is not ours");
    return key;
  }
}
