import type { Command } from "@/lib/combat/commands.ts";
import type { Id } from "@/lib/combat/state.ts";
import { NetworkQuota } from "@/lib/encounters/network_quota.ts";
import { type Refusal, refuse } from "@/lib/errors.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";

const MB = 1024 * 1024;

/** What may be kept, in bytes of logs; snapshots come on top, 16 MiB or fourteen states a fight at most. */
export interface QuotaLimits {
  readonly encounter: number;
  readonly owner: number;
  /** Fights of one owner, deleted ones too until they are purged. */
  readonly encounters: number;
  /** What one network adds in a day at all instances, whoever its cookies say it is. */
  readonly networkADay: number;
  /** What one network's commands add at once at one instance, and how much more every second. */
  readonly networkBurst: number;
  readonly networkASecond: number;
  /** Free space below which nothing grows any more, and below half of which nothing is taken. */
  readonly reserve: number;
}

export const QUOTAS: QuotaLimits = {
  encounter: 64 * MB,
  owner: 256 * MB,
  encounters: 2_000,
  networkADay: 1_024 * MB,
  networkBurst: 64 * MB,
  networkASecond: MB,
  reserve: 512 * MB,
};

export interface QuotaDeps {
  readonly store: Pick<EncounterStore, "find" | "logBytes" | "usage">;
  /** Where what networks add is kept, so that all instances count together. */
  readonly values: KeyValueStore;
  readonly now: () => number;
  /** Bytes that are free where the store is; null where nobody can tell. */
  readonly freeBytes?: () => Promise<number | null>;
  readonly limits?: Partial<QuotaLimits>;
}

/** A fight that is full goes on for a tenth of its quota, by commands that play needs. */
const PLAY_ON = 1.1;
/** A command of play is short: a turn, damage to some, a condition. */
const SHORT = 600;
/** A request whose body is short: a party's name, a form with one line. */
const SHORT_REQUEST = 4_096;
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
const TOO_FAST = refuse(
  "TOO_MANY_REQUESTS",
  "Too much comes from your network at once. You can play on; try again in a minute to add more.",
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
  readonly #networks: NetworkQuota;
  /** What networks have left of their burst, as `bytes`, at the moment `at`. */
  readonly #bursts = new Map<string, { bytes: number; at: number }>();

  constructor(deps: QuotaDeps) {
    this.#deps = deps;
    this.#limits = { ...QUOTAS, ...deps.limits };
    this.#networks = new NetworkQuota(deps);
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
      : network !== undefined && await this.#networks.today(network) >= this.#limits.networkADay
      ? NETWORK_FULL
      : network !== undefined && this.#burst(network).bytes <= 0
      ? TOO_FAST
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
    const today = await this.#networks.today(network);
    return today + bytes > this.#limits.networkADay ? NETWORK_FULL : undefined;
  }

  /**
   * A refusal of a request with `bytes` that may make anything grow: stat blocks, parties,
   * pictures. Short ones pass somewhat longer, as a fight that is full plays on.
   */
  async refusalOfRequest(bytes: number, network: string): Promise<Refusal | undefined> {
    const { reserve, networkADay } = this.#limits;
    const short = bytes <= SHORT_REQUEST;
    if (await this.#free() < (short ? reserve / 2 : reserve)) return NO_SPACE;
    const most = short ? networkADay * PLAY_ON : networkADay;
    return await this.#networks.today(network) >= most ? NETWORK_FULL : undefined;
  }

  /** Counts what a network added, whatever it was. */
  added(network: string, bytes: number): Promise<void> {
    return this.#networks.added(network, bytes);
  }

  /** Bytes of a fight's log, as far as they are known. */
  async bytesOf(id: Id): Promise<number> {
    return (await this.#encounter(id))?.bytes ?? 0;
  }

  /** Counts what was added to a fight's log. */
  async grown(id: Id, bytes: number, network?: string): Promise<void> {
    const encounter = this.#encounters.get(id);
    if (encounter !== undefined) {
      encounter.bytes += bytes;
      const owner = this.#owners.get(encounter.ownerId);
      if (owner !== undefined) owner.bytes += bytes;
    }
    if (network === undefined) return;
    this.#burst(network).bytes -= bytes;
    await this.#networks.added(network, bytes);
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

  #burst(network: string) {
    const { networkBurst, networkASecond } = this.#limits;
    const now = this.#deps.now();
    const known = this.#bursts.get(network) ?? { bytes: networkBurst, at: now };
    const more = Math.max(0, now - known.at) / 1_000 * networkASecond;
    const bytes = Math.min(networkBurst, known.bytes + more);
    return keep(this.#bursts, network, Object.assign(known, { bytes, at: now }));
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
