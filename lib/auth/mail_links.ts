import { digest, randomText } from "@/lib/auth/keys.ts";
import { type AuthRecords, DIRECTORY, type MailToken } from "@/lib/auth/records.ts";

const MINUTE = 60_000;
/** How long each link works. */
const LIFETIMES: Readonly<Record<MailToken["kind"], number>> = {
  "sign-up": 24 * 60 * MINUTE,
  "change-email": 24 * 60 * MINUTE,
  "invitation": 7 * 24 * 60 * MINUTE,
  "reset-password": 30 * MINUTE,
};
const PAGE = 200;

type Kind = MailToken["kind"];
type Of<K extends Kind> = Extract<MailToken, { kind: K }>;
type Body<K extends Kind> = K extends Kind ? Omit<Of<K>, "expiresAt"> : never;

/** Secrets in the links of letters: kept as hashes, good once and for a while. */
export class MailLinks {
  constructor(
    private readonly deps: {
      readonly records: AuthRecords;
      readonly now: () => number;
      readonly random: (length: number) => Uint8Array;
    },
  ) {}

  /** A new secret for what `body` says. */
  async issue(body: Body<Kind>): Promise<string> {
    const { records, now, random } = this.deps;
    const secret = randomText(random, 32);
    const at = now();
    await records.mailTokens.put({
      ownerId: DIRECTORY,
      id: digest(secret),
      body: { ...body, expiresAt: at + LIFETIMES[body.kind] },
      at,
      expectedVersion: 0,
    });
    return secret;
  }

  /** What a secret stands for, without using it up. */
  async look<K extends Kind>(kind: K, secret: string): Promise<Of<K> | undefined> {
    const kept = await this.deps.records.mailTokens.get(DIRECTORY, digest(secret));
    if (kept === null || kept.body.expiresAt <= this.deps.now()) return undefined;
    return isOf(kept.body, kind) ? kept.body : undefined;
  }

  /** What a secret stood for; of many who send it at once exactly one gets it. */
  async take<K extends Kind>(kind: K, secret: string): Promise<Of<K> | undefined> {
    const body = await this.look(kind, secret);
    if (body === undefined) return undefined;
    return await this.deps.records.mailTokens.delete(DIRECTORY, digest(secret)) ? body : undefined;
  }

  /** Removes what has run out, and with `of` also what an account still had open; how many. */
  async purge(of?: string): Promise<number> {
    const { mailTokens } = this.deps.records;
    let after: { readonly updatedAt: number; readonly id: string } | undefined;
    let gone = 0;
    for (;;) {
      const page = await mailTokens.list(DIRECTORY, { limit: PAGE, ...after ? { after } : {} });
      for (const { id, body } of page) {
        const dead = body.expiresAt <= this.deps.now() ||
          (of !== undefined && "accountId" in body && body.accountId === of);
        if (dead && await mailTokens.delete(DIRECTORY, id)) gone++;
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return gone;
      after = { updatedAt: last.updatedAt, id: last.id };
    }
  }
}

function isOf<K extends Kind>(body: MailToken, kind: K): body is Of<K> {
  return body.kind === kind;
}
