import { digest, hmac, keysFor, randomText, sameText, type SigningKeys } from "@/lib/auth/keys.ts";

const FORM =
  /^(account_[A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{22})$/;
const TAG_LENGTH = 22;

export interface RefreshToken {
  readonly accountId: string;
  readonly sessionId: string;
  readonly text: string;
}

/**
 * Refresh tokens: the account, the session, a secret of 256 bits and a tag. Only a hash is kept.
 * The tag tells one that was ours and is used up from one that somebody made up: only the first is
 * a theft. A successor follows from its predecessor, a seed in the store and a key that is not in
 * it, so that tabs and instances that refresh at once get the same one.
 */
export class RefreshTokens {
  readonly #tags: SigningKeys;
  readonly #next: SigningKeys;

  constructor(ring: SigningKeys) {
    this.#tags = keysFor(ring, "refresh token tags");
    this.#next = keysFor(ring, "refresh token successors");
  }

  first(accountId: string, sessionId: string, random: (length: number) => Uint8Array): string {
    return this.#tagged(`${accountId}.${sessionId}.${randomText(random, 32)}`);
  }

  /** The successor of `token`, made with the current key. */
  successor(token: RefreshToken, seed: string): string {
    return this.#successor(token, seed, this.#next.current.kid);
  }

  /** The successor whose hash is `hash`, whichever key it was made with. */
  successorOf(token: RefreshToken, seed: string, hash: string): string | undefined {
    return this.#next.keys.map(({ kid }) => this.#successor(token, seed, kid))
      .find((text) => sameText(this.hash(text), hash));
  }

  /** The parts of a token that we made; undefined for anything else. */
  read(text: string): RefreshToken | undefined {
    const [, accountId, sessionId, secret, tag] = FORM.exec(text) ?? [];
    if (accountId === undefined || sessionId === undefined || tag === undefined) return undefined;
    const body = `${accountId}.${sessionId}.${secret}`;
    const ours = this.#tags.keys.some(({ bytes }) => sameText(tagOf(bytes, body), tag));
    return ours ? { accountId, sessionId, text } : undefined;
  }

  hash(text: string): string {
    return digest(text);
  }

  #successor({ accountId, sessionId, text }: RefreshToken, seed: string, kid: string): string {
    const secret = hmac(bytesOf(this.#next, kid), `${seed} ${text}`).toString("base64url");
    return this.#tagged(`${accountId}.${sessionId}.${secret}`, kid);
  }

  #tagged(body: string, kid = this.#tags.current.kid): string {
    return `${body}.${tagOf(bytesOf(this.#tags, kid), body)}`;
  }
}

function tagOf(key: Uint8Array, body: string): string {
  return hmac(key, body).toString("base64url").slice(0, TAG_LENGTH);
}

function bytesOf(ring: SigningKeys, kid: string): Uint8Array {
  const key = ring.keys.find((signingKey) => signingKey.kid === kid);
  if (key === undefined) throw new RangeError(`Cannot use key ${kid}: it is not in the ring`);
  return key.bytes;
}
