import type { AccountLetter, AccountLetters } from "@/lib/auth/port.ts";
import { AccountStore } from "@/lib/auth/account_store.ts";
import { Argon2Hasher } from "@/lib/auth/adapters/argon2.ts";
import { TotpCodes } from "@/lib/auth/adapters/one_time_codes.ts";
import { AccountSettings } from "@/lib/auth/account_settings.ts";
import type { AccountDeps } from "@/lib/auth/deps.ts";
import { MailLinks } from "@/lib/auth/mail_links.ts";
import { PasswordReset } from "@/lib/auth/password_reset.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { Registration } from "@/lib/auth/registration.ts";
import { SealedTexts } from "@/lib/auth/sealed.ts";
import { SecondFactor } from "@/lib/auth/second_factor.ts";
import { Sessions } from "@/lib/auth/sessions.ts";
import { PasswordSignIn } from "@/lib/auth/sign_in.ts";
import { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import { LocalLimiter } from "@/lib/cache/local_limiter.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

const KEY = { kid: "k1", bytes: new Uint8Array(32).fill(5) };
export const KEYS = { current: KEY, keys: [KEY] };

/** The use cases of accounts over a real store, with a clock and letters that a test can read. */
export interface AccountRoom {
  readonly store: Store;
  readonly clock: { now: number };
  readonly letters: AccountLetter[];
  readonly deps: AccountDeps;
  readonly registration: Registration;
  readonly signIn: PasswordSignIn;
  readonly reset: PasswordReset;
  readonly settings: AccountSettings;
  readonly secondFactor: SecondFactor;
  /** The secret of the newest letter with a link. */
  linkKey(): string;
}

/** Opens them for `work`, and closes them. */
export async function withAccounts(work: (room: AccountRoom) => Promise<void>): Promise<void> {
  const { store, close } = await temporaryStore();
  const clock = { now: 1_800_000_000_000 };
  const now = () => clock.now;
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const records = authRecords(store.documents);
  const accounts = new AccountStore({ records, now, random });
  const letters: AccountLetter[] = [];
  const outbox: AccountLetters = {
    delivers: true,
    send: (letter) => Promise.resolve(void letters.push(letter)),
  };
  const deps: AccountDeps = {
    accounts,
    links: new MailLinks({ records, now, random }),
    letters: outbox,
    hasher: new Argon2Hasher(),
    sessions: new Sessions({ records, keys: KEYS, log: SILENT_LOG, now, random }),
    limiter: new LocalLimiter(now),
    log: SILENT_LOG,
    now,
    random,
  };
  const { documents, encounters } = store;
  const takeOver = new TakeOverGuest({ documents, encounters, accounts, now });
  try {
    await work({
      store,
      clock,
      letters,
      deps,
      registration: new Registration(deps, takeOver),
      signIn: new PasswordSignIn(deps, KEYS),
      reset: new PasswordReset(deps),
      settings: new AccountSettings(deps),
      secondFactor: new SecondFactor(deps, {
        codes: new TotpCodes(),
        sealed: new SealedTexts(KEYS, "totp"),
        keys: KEYS,
      }),
      linkKey() {
        const letter = letters.findLast((accountLetter) => "link" in accountLetter);
        const link = letter !== undefined && "link" in letter ? letter.link : "";
        return new URL(link, "http://x.test").searchParams.get("key") ?? "";
      },
    });
  } finally {
    await close();
  }
}

/** Makes an account by its letter. */
export async function makeAccount(room: AccountRoom, email: string, password: string) {
  const begun = await room.registration.begin({ email, password, guestId: null }, email);
  if (!begun.ok) throw new Error(begun.message);
  const { browser } = begun.value;
  const done = await room.registration.finish(room.linkKey(), { browser, password: "" });
  if (!done.ok) throw new Error(done.message);
  return done.value;
}
