import { AccountStore } from "@/lib/auth/account_store.ts";
import { ApiTokens } from "@/lib/auth/api_tokens.ts";
import { CookieJar } from "@/lib/auth/cookies.ts";
import { deviceOf } from "@/lib/auth/device.ts";
import { Identity } from "@/lib/auth/identity.ts";
import type { SigningKeys } from "@/lib/auth/keys.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { RecoveryLinks } from "@/lib/auth/recovery_links.ts";
import { Sessions } from "@/lib/auth/sessions.ts";
import { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import type { RateLimiter } from "@/lib/cache/port.ts";
import type { Config } from "@/lib/config.ts";
import type { Encounters } from "@/lib/encounters/encounters.ts";
import type { Log } from "@/lib/log.ts";
import { every } from "@/lib/runtime.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** How often an instance looks for sessions that others ended. */
const LOOK_SECONDS = 2;

/** Who asks, and what every request needs of accounts. Small: it is there before the first answer. */
export interface IdentityServices {
  readonly identity: Identity;
  readonly sessions: Sessions;
  /** Finds accounts; changing them is the business of `accounts()`. */
  readonly accountStore: AccountStore;
  readonly takeOver: TakeOverGuest;
  /** Tokens for programs. */
  readonly apiTokens: ApiTokens;
  /** Links that open a guest's fights elsewhere. */
  readonly recoveryLinks: RecoveryLinks;
  readonly cookies: CookieJar;
}

export interface IdentityParts {
  readonly config: Config;
  readonly store: Store;
  readonly log: Log;
  readonly encounters: Encounters;
  readonly keys: SigningKeys;
  readonly limiter: Pick<RateLimiter, "limit">;
  readonly encrypted: boolean;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
}

/** Makes it, and ends the streams of sessions that are ended, here or by another instance. */
export function composeIdentity(
  { config, store, log, encounters, keys, limiter, encrypted, now, random }: IdentityParts,
): IdentityServices & { readonly close: () => void } {
  const records = authRecords(store.documents);
  const sessions = new Sessions({ records, keys, log, now, random });
  const accountStore = new AccountStore({ records, now, random });
  const { documents } = store;
  const { revocations } = sessions;
  const apiTokens = new ApiTokens({ documents, accounts: accountStore, revocations, now, random });
  const cookies = new CookieJar(encrypted);
  const takeOver = new TakeOverGuest({
    documents: store.documents,
    encounters: store.encounters,
    accounts: accountStore,
    now,
  });
  const recoveryLinks = new RecoveryLinks({
    documents: store.documents,
    encounters: store.encounters,
    takeOver,
    limiter,
    log,
    now,
    random,
  });
  const identity = new Identity({
    guests: encounters.visitors,
    sessions,
    apiTokens,
    cookies,
    now,
    device: (headers) => deviceOf(headers, config.TRUST_PROXY),
    onRefresh: ({ id }) => takeOver.late(id),
  });
  const stops = [
    sessions.revocations.onEnded((sessionId) => encounters.hub.endSession(sessionId)),
    every(LOOK_SECONDS, () => sessions.revocations.look()),
  ];
  return {
    identity,
    sessions,
    accountStore,
    takeOver,
    recoveryLinks,
    apiTokens,
    cookies,
    close: () => stops.forEach((stop) => stop()),
  };
}
