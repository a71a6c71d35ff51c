// `deno task user [list|promote|demote|disable|enable|reset-password|reset-mfa] [EMAIL]`: accounts by hand.
// Exit codes: 0 done, 3 there is no such account, 64 misuse.
import { type Account, AccountStore } from "@/lib/auth/account_store.ts";
import { MailLinks } from "@/lib/auth/mail_links.ts";
import { type AuthRecords, authRecords } from "@/lib/auth/records.ts";
import { Sessions } from "@/lib/auth/sessions.ts";
import { composeStore } from "@/lib/compose/store.ts";
import { loadConfig } from "@/lib/config.ts";
import { localKeys } from "@/lib/config/local_keys.ts";
import { emailAddress } from "@/lib/contracts/account.ts";
import { createLog } from "@/lib/log.ts";

const USAGE = `Usage: deno task user VERB [EMAIL]
  list               every account: address, role, since when, what opens it
  promote EMAIL      makes an administrator
  demote EMAIL       makes a user of an administrator
  disable EMAIL      signs every device out and lets nobody in; nothing is deleted
  enable EMAIL       lets its owner in again
  reset-password EMAIL
                     prints a link to set a new password, once, within 30 minutes
  reset-mfa EMAIL    removes codes and passkeys; the password still opens the account`;

const PAGE = 100;
const NO_ACCOUNT = "there is no account with that address";

/** How each verb changes an account. */
const CHANGES: Readonly<Record<string, (account: Account, now: number) => Account>> = {
  promote: (account) => ({ ...account, role: "admin" }),
  demote: (account) => ({ ...account, role: "user" }),
  disable: (account, now) => ({ ...account, disabledAt: account.disabledAt ?? now }),
  enable: (account) => ({ ...account, disabledAt: null }),
  "reset-mfa": (account) => ({ ...account, totp: null, recoveryCodes: [], passkeys: [] }),
};

/** One line an account; nothing in it opens anything. */
export function accountLine(account: Account): string {
  const { email, role, createdAt, disabledAt, passwordHash, passkeys, totp } = account;
  const opens = [
    ...passwordHash === null ? [] : ["password"],
    ...totp === null ? [] : ["codes"],
    ...passkeys.length === 0 ? [] : [`${passkeys.length} passkeys`],
  ];
  const state = disabledAt === null ? role : `${role}, disabled`;
  return `${email}  ${state}  since ${new Date(createdAt).toISOString().slice(0, 10)}  ${
    opens.join(", ")
  }`;
}

async function list(accounts: AccountStore): Promise<number> {
  let after: Awaited<ReturnType<AccountStore["list"]>>[number]["key"];
  let count = 0;
  for (;;) {
    const page = await accounts.list(PAGE, after);
    for (const { account } of page) console.log(accountLine(account));
    count += page.length;
    after = page.at(-1)?.key;
    if (page.length < PAGE || after === undefined) break;
  }
  console.log(count === 1 ? "1 account" : `${count} accounts`);
  return 0;
}

/** Changes an account and signs its devices out: what was allowed a moment ago may not be now. */
export async function changeAccount(
  parts: { readonly accounts: AccountStore; readonly sessions: Sessions },
  verb: string,
  email: string,
): Promise<string | undefined> {
  const change = CHANGES[verb];
  const account = await parts.accounts.findByEmail(email);
  if (account === undefined || change === undefined) return undefined;
  const done = await parts.accounts.change(account.id, (item) => change(item, Date.now()));
  if (!done.ok) return undefined;
  await parts.sessions.endAll(account.id);
  return accountLine(done.value);
}

async function main([verb = "list", typed, ...rest]: readonly string[]): Promise<number> {
  const email = typed === undefined ? undefined : emailAddress.safeParse(typed).data;
  const isChange = Object.hasOwn(CHANGES, verb);
  const isKnown = isChange || verb === "reset-password";
  const asked = verb === "list" ? typed === undefined : isKnown && email !== undefined;
  if (!asked || rest.length > 0) {
    console.error(USAGE);
    return 64;
  }
  const config = loadConfig();
  const log = createLog({
    level: "error",
    write: (line: string) => console.error(line),
    now: () => new Date(),
  });
  const { store } = await composeStore(config, log);
  const records: AuthRecords = authRecords(store.documents);
  const now = () => Date.now();
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const accounts = new AccountStore({ records, now, random });
  const keys = config.JWT_KEYS ?? localKeys(config.DATA_DIR);
  const sessions = new Sessions({ records, keys, log, now, random });
  try {
    if (verb === "reset-password") {
      const links = new MailLinks({ records, now, random });
      const account = await accounts.findByEmail(email ?? "");
      const key = account && await links.issue({ kind: verb, accountId: account.id });
      const origin = config.PUBLIC_ORIGIN ?? `http://localhost:${config.PORT}`;
      console.log(
        key === undefined ? NO_ACCOUNT : `${origin}/reset-password?key=${key}`,
      );
      return key === undefined ? 3 : 0;
    }
    if (!isChange) return await list(accounts);
    const line = await changeAccount({ accounts, sessions }, verb, email ?? "");
    console.log(line ?? NO_ACCOUNT);
    return line === undefined ? 3 : 0;
  } finally {
    await store.close();
  }
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(3);
  }
}
