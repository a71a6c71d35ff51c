import { createHash, timingSafeEqual } from "node:crypto";
import { decodeProtectedHeader, jwtVerify, SignJWT } from "jose";
import { CookieJar } from "@/lib/auth/cookies.ts";
import type { SigningKeys } from "@/lib/auth/keys.ts";
import type { OpsAccess } from "./ops_port.ts";

export interface OpsSessionOptions {
  /** The bearer token; without it everything is open to this machine and closed to others. */
  readonly token: string | undefined;
  /** Signs the cookie; without keys only the bearer token opens. */
  readonly keys: SigningKeys | undefined;
  /** Whether people come by https; decides the cookie's name and flags. */
  readonly encrypted: boolean;
  readonly now?: () => Date;
}

const HOURS = 8;
const AUDIENCE = "ops";
const COOKIE = "ops";

/** Guards the operations' pages: a bearer token for programs, a signed cookie for people. */
export class OpsSession implements OpsAccess {
  readonly #options: OpsSessionOptions;
  readonly #now: () => Date;
  readonly #cookies: CookieJar;

  constructor(options: OpsSessionOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
    this.#cookies = new CookieJar(options.encrypted);
  }

  get open(): boolean {
    return this.#options.token === undefined;
  }

  async allows(request: Request, peer: string): Promise<boolean> {
    if (this.#options.token === undefined) return isLocal(request, peer);
    const header = request.headers.get("authorization") ?? "";
    if (header.startsWith("Bearer ") && this.#isToken(header.slice(7))) return true;
    const cookie = this.#cookies.read(request.headers, COOKIE);
    return cookie !== undefined && await this.#isSession(cookie);
  }

  async signIn(token: string): Promise<string | null> {
    const { keys } = this.#options;
    if (!keys || !this.#isToken(token)) return null;
    const now = Math.floor(this.#now().getTime() / 1_000);
    const session = await new SignJWT({ token: this.#tokenMark() })
      .setProtectedHeader({ alg: "HS256", kid: keys.current.kid, typ: "JWT" })
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + HOURS * 3_600)
      .sign(keys.current.bytes);
    const maxAge = HOURS * 3_600;
    return this.#cookies.set(COOKIE, session, { maxAge, sameSite: "Strict" });
  }

  signOut(): string {
    return this.#cookies.set(COOKIE, "", { maxAge: 0, sameSite: "Strict" });
  }

  #isToken(given: string): boolean {
    const { token } = this.#options;
    // Hashes have one length, so that the comparison tells nothing about the token's.
    return token !== undefined && timingSafeEqual(digest(given), digest(token));
  }

  /** A session ends with the token it was made for, not only with its own time. */
  #tokenMark(): string {
    const text = `session:${this.#options.token ?? ""}`;
    return createHash("sha256").update(text).digest("base64url").slice(0, 16);
  }

  async #isSession(session: string): Promise<boolean> {
    try {
      const { kid, alg } = decodeProtectedHeader(session);
      const key = this.#options.keys?.keys.find((signingKey) => signingKey.kid === kid);
      if (!key || alg !== "HS256") return false;
      const { payload } = await jwtVerify(session, key.bytes, {
        algorithms: ["HS256"],
        audience: AUDIENCE,
        currentDate: this.#now(),
        requiredClaims: ["exp", "iat"],
      });
      return payload["token"] === this.#tokenMark();
    } catch {
      return false;
    }
  }
}

/** Whether a request was made on this machine; one that a proxy passed on was not. */
function isLocal(request: Request, peer: string): boolean {
  if (request.headers.has("x-forwarded-for") || request.headers.has("forwarded")) return false;
  return /^(127\.|::1$|::ffff:127\.|localhost$)/.test(peer);
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
