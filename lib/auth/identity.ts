import { ACCESS_MINUTES } from "@/lib/auth/access_tokens.ts";
import { type ApiTokens, isApiToken } from "@/lib/auth/api_tokens.ts";
import type { CookieJar } from "@/lib/auth/cookies.ts";
import { isProven, type SignedIn } from "@/lib/auth/port.ts";
import type { Device, Grant, Sessions } from "@/lib/auth/sessions.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import type { Visitors } from "@/lib/encounters/visitors.ts";

const ACCESS = "session";
const REFRESH = "refresh";

/** Who asks, and the cookies that the answer has to set. */
export interface Identified {
  readonly visitor: Visitor;
  readonly setCookies: readonly string[];
}

export interface IdentityDeps {
  readonly guests: Pick<Visitors, "read">;
  readonly sessions: Sessions;
  readonly apiTokens: Pick<ApiTokens, "read">;
  readonly cookies: CookieJar;
  readonly now: () => number;
  /** What a request says of the device it comes from. */
  readonly device: (headers: Headers) => Device;
  /** Hears of a session that goes on, at most every ten minutes. */
  readonly onRefresh?: (who: SignedIn) => Promise<void>;
}

/**
 * The one place that says who a visitor is: an account by its session, else a guest. An access
 * token that has run out is renewed by the way, so that pages need no script for it.
 */
export class Identity {
  constructor(private readonly deps: IdentityDeps) {}

  async identify(headers: Headers): Promise<Identified> {
    const { guests, cookies } = this.deps;
    const bearer = /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1];
    if (bearer !== undefined && isApiToken(bearer)) {
      return { visitor: await this.#program(bearer), setCookies: [] };
    }
    const guest = await guests.read(headers);
    // A program that brings a token of its own does not act as the browser's account.
    if (headers.has("authorization")) return { visitor: guest, setCookies: [] };
    const access = cookies.read(headers, ACCESS);
    const refresh = cookies.read(headers, REFRESH);
    if (access === undefined && refresh === undefined) return { visitor: guest, setCookies: [] };
    const known = access === undefined ? undefined : await this.#alive(access);
    if (known !== undefined) return { visitor: asAccount(guest, known), setCookies: [] };
    if (refresh === undefined) {
      return { visitor: guest, setCookies: [cookies.remove(ACCESS)] };
    }
    const done = await this.deps.sessions.refresh(refresh, this.deps.device(headers));
    if (done.kind === "granted") {
      await this.deps.onRefresh?.(done.grant.signedIn);
      return {
        visitor: asAccount(guest, done.grant.signedIn),
        setCookies: this.grantCookies(done.grant),
      };
    }
    // A tab that lost a race must not sign the others out: only a session that is over is removed.
    return { visitor: guest, setCookies: this.endCookies() };
  }

  /** A program with a token of an account. */
  async #program(token: string): Promise<Visitor> {
    const holder = await this.deps.apiTokens.read(token);
    if (holder === undefined) return { ownerId: null, seatIds: [], scopes: null };
    const { accountId: id, name: sessionId, scopes } = holder;
    return { ownerId: id, seatIds: [], account: { id, sessionId, provenAt: 0 }, scopes };
  }

  /** What a request says of the device it comes from. */
  deviceOf(headers: Headers): Device {
    return this.deps.device(headers);
  }

  /** The cookies that sign a browser in. */
  grantCookies({ access, refresh, maxAge }: Grant): string[] {
    const { cookies } = this.deps;
    return [
      cookies.set(ACCESS, access, { maxAge: ACCESS_MINUTES * 60 }),
      cookies.set(REFRESH, refresh, { maxAge }),
    ];
  }

  /** Whether the person proved who they are within the last ten minutes. */
  isProven(who: SignedIn): boolean {
    return isProven(who, this.deps.now());
  }

  /** The cookie after the person proved again who they are. */
  async provenCookie(who: SignedIn): Promise<string> {
    const access = await this.deps.sessions.access.sign(who, this.deps.now());
    return this.deps.cookies.set(ACCESS, access, { maxAge: ACCESS_MINUTES * 60 });
  }

  /** The cookies that sign a browser out. */
  endCookies(): string[] {
    return [this.deps.cookies.remove(ACCESS), this.deps.cookies.remove(REFRESH)];
  }

  async #alive(token: string): Promise<SignedIn | undefined> {
    const { sessions, now } = this.deps;
    const known = await sessions.access.read(token, now());
    if (known === undefined) return undefined;
    return await sessions.revocations.isEnded(known.sessionId) ? undefined : known;
  }
}

function asAccount(guest: Visitor, account: SignedIn): Visitor {
  return { ...guest, ownerId: account.id, account };
}
