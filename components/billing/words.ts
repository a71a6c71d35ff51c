import type { Counted, Feature, Tier } from "@/lib/billing/plans.ts";

const DOLLARS = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const DAY = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

/** "$4.99", "$0". */
export function priceText(cents: number): string {
  return cents === 0 ? "$0" : DOLLARS.format(cents / 100);
}

/** "14 November 2026", in UTC. */
export function dayText(at: number): string {
  return DAY.format(at);
}

export const COUNTED_NAMES: Readonly<Record<Counted, string>> = {
  parties: "Parties",
  encounters: "Fights",
  creatures: "Own creatures",
  participants: "Participants in a fight",
};

export const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  log_export: "Log files",
  co_dm: "Co-DM",
  api_tokens: "API tokens",
};

export function limitText(most: number | null): string {
  return most === null ? "no limit" : String(most);
}

export const TIER_NAMES: Readonly<Record<Tier, string>> = {
  free: "Free Adventurer",
  seasoned: "Seasoned Adventurer",
  expert: "Expert Dungeon Master",
  master: "Master of Dungeons",
  guild: "Guild Master",
};
