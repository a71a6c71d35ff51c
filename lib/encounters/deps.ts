import type { Role, Scope } from "@/lib/auth/policy.ts";
import type { SignedIn } from "@/lib/auth/port.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import type { Log } from "@/lib/log.ts";
import type { LimitRule, LimitVerdict, Wakeup, WakeupEvent } from "@/lib/cache/port.ts";
import type { Meters } from "@/lib/metrics/port.ts";
import type { QuotaDeps } from "@/lib/encounters/quotas.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";

/** One secret key of at least 32 bytes and its public name. */
export interface Key {
  readonly kid: string;
  readonly bytes: Uint8Array;
}

/** Keys, newest first: the first makes new tokens, all of them read old ones. */
export interface Keys {
  readonly current: Key;
  readonly keys: readonly Key[];
}

/** What a campaign makes of somebody at a fight that another owns. */
export interface SharedAccess {
  readonly role: Role;
  /** How the log names them. */
  readonly name: string;
  /** How the fight's owner is named to them. */
  readonly ownerName: string;
  /** Names of what the access hangs on: streams end when one of them does. */
  readonly hangsOn: readonly string[];
  /** The owner's parties that they may use with it, by id. */
  readonly parties: readonly string[];
}

/** Fights that campaigns share. */
export interface SharedEncounters {
  /** What somebody is to another's fight; undefined when they have nothing to do with it. */
  accessOf(
    who: Pick<Visitor, "account">,
    encounter: { readonly ownerId: string; readonly id: string },
  ): Promise<SharedAccess | undefined>;
  /** Whether a campaign lets everybody take back only what they did themselves. */
  undoesOwnOnly(encounter: { readonly ownerId: string; readonly id: string }): Promise<boolean>;
}

/** What the use cases of a fight need from outside. */
export interface EncounterDeps {
  readonly store: EncounterStore;
  /** Absent where every fight is its owner's alone. */
  readonly shared?: SharedEncounters;
  /** Wake-ups to and from other instances. */
  readonly wakeups: {
    publish(wakeup: Wakeup): Promise<void>;
    subscribe(listener: (event: WakeupEvent) => void): () => void;
    wakeups(): "live" | "polling";
  };
  readonly limiter: {
    limit(rule: LimitRule, subject: string): Promise<LimitVerdict>;
    peek(rule: LimitRule, subject: string): Promise<LimitVerdict>;
  };
  /** Counts what happens, where somebody wants to know. */
  readonly meters?: Pick<Meters, "command" | "fanout" | "stream" | "wrongCode">;
  /** How many streams at most; 40 and 200 where it is absent. */
  readonly streamBounds?: StreamBounds;
  /** What fights in memory may take together, in bytes. */
  readonly cacheBytes?: number;
  /** Bounds of what is kept, and how much space is left; see `Quotas`. */
  readonly quotas?: Pick<QuotaDeps, "freeBytes" | "limits">;
  /** The store's small values, where what networks add is counted. */
  readonly values: KeyValueStore;
  /** Where it is noted that guests came; nowhere when absent. */
  readonly guestVisits?: { note(ownerId: string, at: number): Promise<void> };
  /** What owners' plans let grow; everything where it is absent. */
  readonly limits?: PlanLimits;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Does `work` every `ms` milliseconds until it is stopped; the runtime's timers when absent. */
  readonly every?: (work: () => void, ms: number) => () => void;
  /** Fills a new array of `length` with randomness. */
  readonly random: (length: number) => Uint8Array;
  /** Sign guests' and seats' tokens and name things for players. */
  readonly keys: Keys;
  /** True where people reach the site by https only. */
  readonly encrypted: boolean;
}

/** How many live streams may be open in this process. */
export interface StreamBounds {
  /** From one network, of DMs and players together. */
  readonly network: number;
  /** Of players and tables at one fight; its DM's own are not counted there. */
  readonly encounter: number;
}

/** What a browser keeps of the tables that it came to, in a signed token. */
export interface TablePlaces {
  /** Seats taken by this browser, newest last. */
  readonly seatIds: readonly string[];
  /** Codes with which it found a fight, newest last. */
  readonly codes?: readonly string[];
  /** The browser itself, as fights tell devices apart; absent before its first table. */
  readonly device?: string;
}

/** Who asks, as proven by a session, signed cookies or a bearer token, and from where. */
export interface Visitor extends TablePlaces {
  /** The account or guest that owns fights; null for somebody without any. */
  readonly ownerId: string | null;
  /** The network that asks, as limits count it; see `networkOf`. */
  readonly network?: string;
  /** The wider network around it: what one customer may have of IPv6. */
  readonly wideNetwork?: string;
  /** Who is signed in; absent for guests. */
  readonly account?: SignedIn;
  /** What a token for programs opens; null for one that does not work; absent without one. */
  readonly scopes?: readonly Scope[] | null;
}
