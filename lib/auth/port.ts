/** What the rooms beside this one know of accounts and sessions. */
import type { Result } from "@/lib/errors.ts";

/** Somebody who is signed in, as the access token says it: no store was asked. */
export interface SignedIn {
  /** The account's id; it owns what the account has. */
  readonly id: string;
  readonly sessionId: string;
  /** When the person last proved who they are, in milliseconds since the epoch. */
  readonly provenAt: number;
}

/** How long a proof opens what needs a fresh one, in milliseconds. */
export const STEP_UP_MS = 10 * 60_000;

/** Whether the person proved who they are so recently that changes to the account may be made. */
export function isProven(who: SignedIn, now: number): boolean {
  return now - who.provenAt < STEP_UP_MS;
}

/** A device that is signed in, as its owner sees it. */
export interface SessionInfo {
  readonly id: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** "Firefox on Windows", from what the browser says. */
  readonly device: string;
  /** Country from the platform's headers; null where the platform says nothing. */
  readonly place: string | null;
  readonly method: SignInMethod;
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

export type SignInMethod = "password" | "passkey" | "provider" | "link";

/** Hashes passwords. Refuses with `UNAVAILABLE` when too many wait. */
export interface PasswordHasher {
  hash(password: string): Promise<Result<string>>;
  /** Whether the password is the one of `hash`; `outdated` asks for a new hash. */
  verify(
    password: string,
    hash: string,
  ): Promise<Result<{ readonly right: boolean; readonly outdated: boolean }>>;
}

/** A passkey that an authenticator made. */
export interface NewPasskey {
  /** Credential id, base64url. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  /** Whether it is kept by more than one device. */
  readonly synced: boolean;
}

/** The ceremonies of WebAuthn. What a browser sends is refused with undefined, never thrown. */
export interface PasskeyCeremonies {
  /** What a browser needs to make a passkey, as JSON; `challenge` is in it. */
  registration(
    account: { readonly id: string; readonly email: string; readonly name: string },
    known: readonly string[],
  ): Promise<{ readonly challenge: string; readonly options: unknown }>;
  /** The passkey of a browser's answer, if it is right. */
  registered(answer: unknown, challenge: string): Promise<NewPasskey | undefined>;
  /** What a browser needs to prove that it has a passkey. */
  authentication(): Promise<{ readonly challenge: string; readonly options: unknown }>;
  /** Which passkey an answer claims to be of, before anything is proven. */
  claimed(answer: unknown): { readonly passkeyId: string; readonly accountId: string } | undefined;
  /** The new counter, if the answer is that passkey's and its counter went up (or is always 0). */
  authenticated(
    answer: unknown,
    challenge: string,
    passkey: { readonly id: string; readonly publicKey: string; readonly counter: number },
  ): Promise<number | undefined>;
}

/** Who somebody is at an identity provider. */
export interface ProviderClaims {
  readonly issuer: string;
  readonly subject: string;
  /** Only an address that the provider has confirmed. */
  readonly email: string | null;
}

/** Another site where people have accounts already. */
export interface IdentityProvider {
  readonly name: string;
  /** Where the browser goes, and what has to be remembered until it comes back. */
  begin(redirectUri: string): Promise<{
    readonly address: string;
    readonly verifier: string;
    readonly state: string;
    readonly nonce: string;
  }>;
  /** Who came back; undefined when the answer is not good. Throws when the provider is away. */
  finish(
    callback: URL,
    begun: { readonly verifier: string; readonly state: string; readonly nonce: string },
  ): Promise<ProviderClaims | undefined>;
}

/** Codes of an authenticator app. */
export interface OneTimeCodes {
  /** A new secret, as base32. */
  newSecret(): string;
  /** The address that an app reads from a picture. */
  address(secret: string, email: string): string;
  /** The counter that a code belongs to, one step early or late; null when it is wrong. */
  step(secret: string, code: string, now: number): number | null;
}

/** One letter of the account, ready to be put into the outbox. */
export interface AccountLetters {
  send(letter: AccountLetter): Promise<void>;
  /** Whether letters reach anybody: false where no mail server is configured. */
  readonly delivers: boolean;
}

/** Which letter goes out and what it says. Links are paths of this site. */
export type AccountLetter =
  | { readonly kind: "sign-up"; readonly to: string; readonly link: string }
  | { readonly kind: "already-registered"; readonly to: string }
  | { readonly kind: "reset-password"; readonly to: string; readonly link: string }
  | { readonly kind: "password-changed"; readonly to: string }
  | { readonly kind: "change-email"; readonly to: string; readonly link: string }
  | { readonly kind: "email-changed"; readonly to: string; readonly newEmail: string }
  | { readonly kind: "security-changed"; readonly to: string; readonly what: string };
