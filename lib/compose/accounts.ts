import { Argon2Hasher } from "@/lib/auth/adapters/argon2.ts";
import { TotpCodes } from "@/lib/auth/adapters/one_time_codes.ts";
import { OpenIdProvider, type OpenIdSettings } from "@/lib/auth/adapters/openid.ts";
import { WebAuthnCeremonies } from "@/lib/auth/adapters/webauthn.ts";
import { AccountSettings } from "@/lib/auth/account_settings.ts";
import type { AccountDeps } from "@/lib/auth/deps.ts";
import type { SigningKeys } from "@/lib/auth/keys.ts";
import { MailLinks } from "@/lib/auth/mail_links.ts";
import { Passkeys } from "@/lib/auth/passkeys.ts";
import { PasswordReset } from "@/lib/auth/password_reset.ts";
import { ProviderSignIn } from "@/lib/auth/provider_sign_in.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { Registration } from "@/lib/auth/registration.ts";
import { SealedTexts } from "@/lib/auth/sealed.ts";
import { SecondFactor } from "@/lib/auth/second_factor.ts";
import { PasswordSignIn } from "@/lib/auth/sign_in.ts";
import type { Cache } from "@/lib/cache/port.ts";
import type { IdentityServices } from "@/lib/compose/identity.ts";
import { OutboxLetters } from "@/lib/email/account_letters.ts";
import type { Outbox } from "@/lib/email/outbox.ts";
import type { Log } from "@/lib/log.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** The use cases of accounts. */
export interface AccountServices {
  readonly registration: Registration;
  readonly passwordSignIn: PasswordSignIn;
  readonly passwordReset: PasswordReset;
  readonly settings: AccountSettings;
  readonly secondFactor: SecondFactor;
  readonly passkeys: Passkeys;
  readonly providerSignIn: ProviderSignIn;
  readonly links: MailLinks;
}

export interface AccountParts {
  readonly store: Store;
  readonly log: Log;
  readonly cache: Pick<Cache, "limit" | "setIfAbsent">;
  readonly keys: SigningKeys;
  /** Keys for what is kept encrypted; undefined where none are configured that last. */
  readonly encryptionKeys: SigningKeys | undefined;
  /** Another site to sign in with; undefined without one. */
  readonly openId: OpenIdSettings | undefined;
  readonly outbox: Outbox;
  readonly identity: IdentityServices;
  /** Where the site is reached, for links in letters. */
  readonly origin: string;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
}

/** Makes them. A module of its own, so that a start need not wait for it. */
export function composeAccounts(parts: AccountParts): AccountServices {
  const { store, log, cache, keys, outbox, identity, origin, now, random, encryptionKeys, openId } =
    parts;
  const links = new MailLinks({ records: authRecords(store.documents), now, random });
  const deps: AccountDeps = {
    accounts: identity.accountStore,
    sessions: identity.sessions,
    links,
    letters: new OutboxLetters(outbox, origin),
    hasher: new Argon2Hasher(),
    limiter: cache,
    log,
    now,
    random,
  };
  return {
    links,
    registration: new Registration(deps, identity.takeOver),
    passwordSignIn: new PasswordSignIn(deps, keys),
    passwordReset: new PasswordReset(deps),
    providerSignIn: new ProviderSignIn(deps, {
      provider: openId && new OpenIdProvider(openId),
      keys,
    }),
    passkeys: new Passkeys(deps, {
      ceremonies: (site) => new WebAuthnCeremonies(site),
      used: cache,
      keys,
    }),
    settings: new AccountSettings(deps),
    secondFactor: new SecondFactor(deps, {
      codes: new TotpCodes(),
      sealed: encryptionKeys === undefined ? null : new SealedTexts(encryptionKeys, "totp"),
      keys,
    }),
  };
}
