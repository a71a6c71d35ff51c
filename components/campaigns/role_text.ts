import type { Role } from "@/lib/auth/policy.ts";

/** What each role is called, and what it may. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  "owner": "Owner",
  "co-dm": "Co-DM",
  "viewer": "Viewer",
  "player": "Player",
};

export const ROLE_NOTES: Readonly<Record<Exclude<Role, "owner">, string>> = {
  "co-dm": "runs and builds the fights beside you",
  "viewer": "sees the DM's screen and changes nothing",
  "player": "finds running fights here and joins them",
};

/** "14 November 2026": a day, the same for everybody. */
export function dayText(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(at);
}
