import { AccessTokens } from "@/lib/auth/access_tokens.ts";
import { randomText, sameText, type SigningKeys } from "@/lib/auth/keys.ts";
import type { SessionInfo, SignedIn, SignInMethod } from "@/lib/auth/port.ts";
import type { AuthRecords, SessionRecord } from "@/lib/auth/records.ts";
import { type RefreshToken, RefreshTokens } from "@/lib/auth/refresh_tokens.ts";
import { Revocations } from "@/lib/auth/revocations.ts";
import type { Log } from "@/lib/log.ts";
import type { StoredDocument } from "@/lib/store/ports/document_store.ts";

const DAY = 86_400_000;
/** A session that nobody uses for so long is over. */
export const IDLE_MS = 14 * DAY;
/** A session is over after so long whatever happens. */
export const ABSOLUTE_MS = 60 * DAY;
/** Tabs that refresh at once may send the token before the current one for so long. */
export const GRACE_MS = 15_000;
/** Devices of one account; the longest unused one is signed out for one more. */
const MOST_SESSIONS = 50;
/** Two instances that refresh at once each lose at most one race to each other. */
const ATTEMPTS = 8;

export interface SessionDeps {
  readonly records: AuthRecords;
  readonly keys: SigningKeys;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** What is known of the device that asks. */
export interface Device {
  readonly device: string;
  readonly place: string | null;
}

/** A session as the browser gets it. */
export interface Grant {
  readonly signedIn: SignedIn;
  readonly access: string;
  readonly refresh: string;
  /** Seconds for which the browser may keep the refresh token. */
  readonly maxAge: number;
}

export type RefreshResult =
  | { readonly kind: "granted"; readonly grant: Grant }
  /** Not ours, ended, too old, or used up: sign in again. */
  | { readonly kind: "over"; readonly reused: boolean };

type Stored = StoredDocument<SessionRecord>;

/** Signed-in devices: their tokens, and how they end. */
export class Sessions {
  readonly access: AccessTokens;
  readonly revocations: Revocations;
  readonly #refresh: RefreshTokens;

  constructor(private readonly deps: SessionDeps) {
    this.access = new AccessTokens(deps.keys);
    this.#refresh = new RefreshTokens(deps.keys);
    this.revocations = new Revocations(deps);
  }

  /** Signs a device in: a new session, never one that was there before. */
  async start(accountId: string, method: SignInMethod, device: Device): Promise<Grant> {
    const { now, random, records } = this.deps;
    const at = now();
    await this.#makeRoom(accountId, at);
    const sessionId = randomText(random, 16);
    const refresh = this.#refresh.first(accountId, sessionId, random);
    const body: SessionRecord = {
      createdAt: at,
      lastSeenAt: at,
      provenAt: at,
      method,
      ...device,
      refreshHash: this.#refresh.hash(refresh),
      previous: null,
    };
    const key = { ownerId: accountId, id: sessionId };
    await records.sessions.put({ ...key, body, at, expectedVersion: 0 });
    return await this.#grant({ accountId, sessionId, text: refresh }, body);
  }

  /** Exchanges a refresh token for the next one. */
  async refresh(text: string, device: Device): Promise<RefreshResult> {
    const token = this.#refresh.read(text);
    if (token === undefined) return { kind: "over", reused: false };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const session = await this.deps.records.sessions.get(token.accountId, token.sessionId);
      if (session === null) return { kind: "over", reused: false };
      const done = await this.#rotate(session, token, device);
      if (done !== "again") return done;
    }
    return { kind: "over", reused: false };
  }

  async #rotate(
    session: Stored,
    token: RefreshToken,
    device: Device,
  ): Promise<RefreshResult | "again"> {
    const { now, random, records, log } = this.deps;
    const { body } = session;
    const at = now();
    if (endsAt(body) <= at) {
      await this.end(token.accountId, token.sessionId);
      return { kind: "over", reused: false };
    }
    const hash = this.#refresh.hash(token.text);
    if (sameText(hash, body.refreshHash)) {
      const seed = randomText(random, 32);
      const text = this.#refresh.successor(token, seed);
      const next: SessionRecord = {
        ...body,
        ...device,
        lastSeenAt: at,
        refreshHash: this.#refresh.hash(text),
        previous: { hash, seed, until: at + GRACE_MS },
      };
      const { ownerId, id, version } = session;
      const put = await records.sessions.put({
        ownerId,
        id,
        body: next,
        at,
        expectedVersion: version,
      });
      if (put.kind === "conflict") return "again";
      return { kind: "granted", grant: await this.#grant({ ...token, text }, next) };
    }
    const { previous } = body;
    if (previous !== null && sameText(hash, previous.hash) && at <= previous.until) {
      const text = this.#refresh.successorOf(token, previous.seed, body.refreshHash);
      if (text !== undefined) {
        return { kind: "granted", grant: await this.#grant({ ...token, text }, body) };
      }
    }
    // It was ours once: two hold it, and one of them stole it.
    log.warn("refresh token used twice", { account: token.accountId, session: token.sessionId });
    await this.end(token.accountId, token.sessionId);
    return { kind: "over", reused: true };
  }

  /** The person proved who they are just now. */
  async prove(who: SignedIn): Promise<SignedIn | undefined> {
    const { records, now } = this.deps;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const session = await records.sessions.get(who.id, who.sessionId);
      if (session === null) return undefined;
      const { ownerId, id, version, body } = session;
      const at = now();
      const next = { ...body, provenAt: at };
      const put = await records.sessions.put({
        ownerId,
        id,
        body: next,
        at,
        expectedVersion: version,
      });
      if (put.kind === "saved") return { ...who, provenAt: at };
    }
    return undefined;
  }

  /** The account's devices, last seen first. */
  async list(accountId: string, current: string): Promise<readonly SessionInfo[]> {
    const at = this.deps.now();
    const kept = await this.#all(accountId);
    return kept.filter(({ body }) => endsAt(body) > at)
      .toSorted((a, b) => b.body.lastSeenAt - a.body.lastSeenAt)
      .map(({ id, body }) => {
        const { createdAt, lastSeenAt, device, place, method } = body;
        return { id, createdAt, lastSeenAt, device, place, method, current: id === current };
      });
  }

  /** Ends one session; false when the account has none of that id. */
  async end(accountId: string, sessionId: string): Promise<boolean> {
    const gone = await this.deps.records.sessions.delete(accountId, sessionId);
    if (gone) await this.revocations.add(accountId, [sessionId]);
    return gone;
  }

  /** Ends all sessions of an account but perhaps one; returns how many. */
  async endAll(accountId: string, but?: string): Promise<number> {
    let ended = 0;
    for (const { id } of await this.#all(accountId)) {
      if (id !== but && await this.end(accountId, id)) ended++;
    }
    return ended;
  }

  async #all(accountId: string): Promise<readonly Stored[]> {
    return await this.deps.records.sessions.list(accountId, { limit: MOST_SESSIONS * 2 });
  }

  /** Ends what is over anyway, and the longest unused where there are too many. */
  async #makeRoom(accountId: string, at: number): Promise<void> {
    const kept = (await this.#all(accountId))
      .toSorted((a, b) => b.body.lastSeenAt - a.body.lastSeenAt);
    const over = kept.filter(({ body }, index) => endsAt(body) <= at || index >= MOST_SESSIONS - 1);
    for (const { id } of over) await this.end(accountId, id);
  }

  async #grant(token: RefreshToken, body: SessionRecord): Promise<Grant> {
    const now = this.deps.now();
    const { accountId: id, sessionId } = token;
    const signedIn = { id, sessionId, provenAt: body.provenAt };
    return {
      signedIn,
      access: await this.access.sign(signedIn, now),
      refresh: token.text,
      maxAge: Math.floor((endsAt(body) - now) / 1_000),
    };
  }
}

function endsAt({ createdAt, lastSeenAt }: SessionRecord): number {
  return Math.min(createdAt + ABSOLUTE_MS, lastSeenAt + IDLE_MS);
}
