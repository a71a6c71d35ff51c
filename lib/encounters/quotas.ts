import { createHash } from "node:crypto";
import type { Command } from "@/lib/combat/commands.ts";
import type { Id } from "@/lib/combat/state.ts";
import { type Refusal, refuse } from "@/lib/errors.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

const MB = 1024 * 1024;
const DAY_MS = 86_400_000;

/** What may be kept, in bytes of logs; snapshots come on top, about ten states a fight at most. */
export interface QuotaLimits {
  readonly encounter: number;
  readonly owner: number;
  /** Fights of one owner, deleted ones too until they are purged. */
  readonly encounters: number;
  /** What one network adds in a day at one instance, whoever its cookies say it is. */
  readonly networkADay: number;
  /** Free space below which nothing grows any more, and below half of which nothing is taken. */
  readonly reserve: number;
}

export const QUOTAS: QuotaLimits = {
  encounter: 64 * MB,
  owner: 256 * MB,
  encounters: 2_000,
  networkADay: 1_024 * MB,
  reserve: 512 * MB,
};

export interface QuotaDeps {
  readonly store: Pick<EncounterStore, "find" | "logBytes" | "usage">;
  readonly now: () => number;
  /** Bytes that are free where the store is; null where nobody can tell. */
  readonly freeBytes?: () => Promise<number | null>;
  readonly limits?: Partial<QuotaLimits>;
}

/** A fight that is full goes on for a tenth of its quota, by commands that play needs. */
const PLAY_ON = 1.1;
/** A command of play is short: a turn, damage to some, a condition. */
const SHORT = 600;
const GROWS: ReadonlySet<Command["type"]> = new Set(["AddCombatants", "RollDice"]);
/** How long what the store said of an owner is believed, with what was added here since. */
const BELIEVED_MS = 60_000;
const REMEMBERED = 5_000;

const FULL = refuse(
  "LIMIT_REACHED",
  "This fight's log is full. You can play on; to add more, duplicate the fight and go on there.",
);
const OWNER_FULL = refuse(
  "LIMIT_REACHED",
  "Your fights take all the space there is for you. Delete some that you do not need any more.",
);
const TOO_MANY = refuse(
  "LIMIT_REACHED",
  "You have as many fights as fit. Delete some that you do not need any more.",
);
const NETWORK_FULL = refuse(
  "LIMIT_REACHED",
  "Too much was saved from your network today. You can play on; try again tomorrow.",
);
const NO_SPACE = refuse(
  "NOT_POSSIBLE_NOW",
  "The server is short of space. You can play on; try again later to add more.",
);

interface Known {
  bytes: number;
  readonly at: number;
}

/** Bounds in bytes of what fights, their owners and networks add, and of the space for all. */
export class Quotas {
  readonly #deps: QuotaDeps;
  readonly #limits: QuotaLimits;
  readonly #encounters = new Map<Id, Known & { readonly ownerId: string }>();
  readonly #owners = new Map<string, Known & { readonly encounters: number }>();
  /** By a hash of the network, for the day that is named. */
  readonly #networks = new Map<string, Known>();

  constructor(deps: QuotaDeps) {
    this.#deps = deps;
    this.#limits = { ...QUOTAS, ...deps.limits };
  }

  /** A refusal when these commands may not be added to the fight's log. */
  async refusal(
    id: Id,
    commands: readonly { readonly command: Command }[],
    network?: string,
  ): Promise<Refusal | undefined> {
    const { encounter: most } = this.#limits;
    const free = await this.#free();
    if (free < this.#limits.reserve / 2) return NO_SPACE;
    const known = await this.#encounter(id);
    if (known === undefined) return undefined;
    if (known.bytes >= most * PLAY_ON) return FULL;
    const problem = known.bytes >= most
      ? FULL
      : free < this.#limits.reserve
      ? NO_SPACE
      : (await this.#owner(known.ownerId)).bytes >= this.#limits.owner
      ? OWNER_FULL
      : network !== undefined && this.#today(network).bytes >= this.#limits.networkADay
      ? NETWORK_FULL
      : undefined;
    return problem === undefined || commands.every(({ command }) => isPlay(command))
      ? undefined
      : problem;
  }

  /** A refusal when an owner may not have another fight, or `bytes` more. */
  async refusalOfMore(
    ownerId: string,
    bytes: number,
    network?: string,
  ): Promise<Refusal | undefined> {
    if (await this.#free() < this.#limits.reserve) return NO_SPACE;
    const owner = await this.#owner(ownerId);
    if (owner.encounters >= this.#limits.encounters) return TOO_MANY;
    if (owner.bytes + bytes > this.#limits.owner) return OWNER_FULL;
    if (network === undefined) return undefined;
    return this.#today(network).bytes + bytes > this.#limits.networkADay ? NETWORK_FULL : undefined;
  }

  /** Bytes of a fight's log, as far as they are known. */
  async bytesOf(id: Id): Promise<number> {
    return (await this.#encounter(id))?.bytes ?? 0;
  }

  /** Counts what was added to a fight's log. */
  grown(id: Id, bytes: number, network?: string): void {
    const encounter = this.#encounters.get(id);
    if (encounter !== undefined) {
      encounter.bytes += bytes;
      const owner = this.#owners.get(encounter.ownerId);
      if (owner !== undefined) owner.bytes += bytes;
    }
    if (network !== undefined) this.#today(network).bytes += bytes;
  }

  async #free(): Promise<number> {
    return await this.#deps.freeBytes?.() ?? Infinity;
  }

  async #encounter(id: Id) {
    const known = this.#encounters.get(id);
    if (known !== undefined && this.#isFresh(known)) return known;
    const record = await this.#deps.store.find(id);
    if (record === null) return undefined;
    const bytes = await this.#deps.store.logBytes(id);
    return keep(this.#encounters, id, { bytes, at: this.#deps.now(), ownerId: record.ownerId });
  }

  async #owner(ownerId: string) {
    const known = this.#owners.get(ownerId);
    if (known !== undefined && this.#isFresh(known)) return known;
    const usage = await this.#deps.store.usage(ownerId);
    return keep(this.#owners, ownerId, { ...usage, at: this.#deps.now() });
  }

  #today(network: string): Known {
    const day = Math.floor(this.#deps.now() / DAY_MS);
    const name = createHash("sha256").update(`${day} ${network}`).digest("base64");
    return this.#networks.get(name) ??
      keep(this.#networks, name, { bytes: 0, at: this.#deps.now() });
  }

  #isFresh({ at }: Known): boolean {
    return this.#deps.now() - at < BELIEVED_MS;
  }
}

function isPlay(command: Command): boolean {
  return !GROWS.has(command.type) && JSON.stringify(command).length <= SHORT;
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  return value;
}
