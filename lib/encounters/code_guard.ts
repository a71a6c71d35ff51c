import { type LimitRule, LIMITS, type LimitVerdict, WHOLE_SITE } from "@/lib/cache/port.ts";
import { isUseToNote, withLiveCode } from "@/lib/encounters/code_life.ts";
import type { EncounterDeps, Visitor } from "@/lib/encounters/deps.ts";
import { waitingTime } from "@/lib/encounters/limits.ts";
import { KeyedMutex } from "@/lib/encounters/live/keyed_mutex.ts";
import { codeUnknown, readShareCode } from "@/lib/encounters/share_code.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

/** Codes of one network that wait to be looked up; with more it is no table that sits down. */
const MOST_WAITING = 50;

type Deps = Pick<EncounterDeps, "limiter" | "meters" | "now" | "store">;

/**
 * Finds fights by the codes that people write, so that nobody finds one by trying. Wrong codes are
 * counted by network and over the whole site. Who is over the limit is told the same of every code
 * and nothing is looked up, unless this browser has found that fight before.
 */
export class CodeGuard {
  /** Codes of one network are looked up one after the other: none slips in before it is counted. */
  readonly #mutex = new KeyedMutex();
  readonly #waiting = new Map<string, number>();

  constructor(private readonly deps: Deps) {}

  /** The fight behind a code; the same answer for codes that never were, were revoked, are over. */
  async find(who: Visitor, typed: string): Promise<Result<EncounterRecord>> {
    const code = readShareCode(typed);
    if (code !== undefined && who.codes?.includes(code)) return await this.#look(code);
    const { network = "unknown" } = who;
    const waiting = this.#waiting.get(network) ?? 0;
    if (waiting >= MOST_WAITING) return tooMany(1_000);
    this.#waiting.set(network, waiting + 1);
    try {
      return await this.#mutex.run(network, () => this.#try(who, network, code));
    } finally {
      const left = (this.#waiting.get(network) ?? 1) - 1;
      if (left > 0) this.#waiting.set(network, left);
      else this.#waiting.delete(network);
    }
  }

  async #try(
    { wideNetwork = "unknown" }: Visitor,
    network: string,
    code: string | undefined,
  ): Promise<Result<EncounterRecord>> {
    const { limiter, meters } = this.deps;
    const short = [LIMITS.joinCodeShort, wideNetwork] as const;
    const site = [LIMITS.joinCodeSite, WHOLE_SITE] as const;
    const own = [[LIMITS.joinCode, network], [LIMITS.joinCodeHour, network]] as const;
    const held = await this.#first(own) ??
      (await this.#first([site]) && await this.#first([short]));
    if (held !== undefined) return tooMany(held.retryAfterMs);
    const found = code === undefined ? codeUnknown() : await this.#look(code);
    if (found.ok) return found;
    meters?.wrongCode();
    await Promise.all([...own, site, short].map(([rule, subject]) => limiter.limit(rule, subject)));
    return found;
  }

  /** The first of these limits that holds its subject back. */
  async #first(
    limits: readonly (readonly [LimitRule, string])[],
  ): Promise<LimitVerdict | undefined> {
    const verdicts = await Promise.all(
      limits.map(([rule, subject]) => this.deps.limiter.peek(rule, subject)),
    );
    return verdicts.find((verdict) => !verdict.allowed);
  }

  async #look(code: string): Promise<Result<EncounterRecord>> {
    const { store, now } = this.deps;
    const record = await store.findByCode(code);
    if (record === null || withLiveCode(record, now()).shareCode === null) return codeUnknown();
    if (isUseToNote(record, now())) await store.noteCodeUse(record.id, now());
    return ok(record);
  }
}

function tooMany(ms: number): Refusal {
  const wait = waitingTime(ms);
  return refuse(
    "TOO_MANY_REQUESTS",
    `Too many wrong codes came from your network. Check the code and try again in ${wait}.`,
  );
}
