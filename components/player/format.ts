/** What the players' pages say: names, wounds, durations, in a few words. */
import type { EffectView, PlayerView, RowView, SeatView } from "@/lib/contracts/player_view.ts";

/** Whether the end of this turn was sent and waits for the DM: once is enough. */
export function endsAlready({ proposals }: SeatView): boolean {
  return Object.values(proposals).some(({ kind }) => kind === "end-turn");
}

/** A row's or member's name as players may know it. */
export function nameOf(row: Pick<RowView, "name" | "label">): string {
  const name = row.name ?? "Unknown creature";
  return row.label ? `${name} ${row.label}` : name;
}

/** "near-death" → "Near death". */
export function sentence(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll("-", " ");
}

/** How long an effect lasts: "2 rounds", "save ends", or nothing. */
export function lasts(effect: EffectView): string {
  if (effect.left !== undefined) return effect.left === 1 ? "1 round" : `${effect.left} rounds`;
  return effect.save ? "save ends" : "";
}

export const ABILITY_NAMES = {
  str: "Strength",
  dex: "Dexterity",
  con: "Constitution",
  int: "Intelligence",
  wis: "Wisdom",
  cha: "Charisma",
} as const;

/** "You in 3 turns", "You are next", or nothing when the player has no turn to wait for. */
export function waitText(turns: number | undefined): string {
  if (turns === undefined || turns === 0) return "";
  return turns === 1 ? "You are next" : `You in ${turns} turns`;
}

/** How many of a group stand, or the wound or defeat of one. */
export function standing(row: RowView): string | undefined {
  if (!row.members) return undefined;
  const members = Object.values(row.members);
  const up = members.filter((member) => !member.life).length;
  return up === 0 ? "Defeated" : `${up} standing`;
}

/** The title that a sleeping phone shows in its list of tabs. */
export function pageTitle(view: PlayerView, turns: number | undefined): string {
  const { table, seat } = view;
  if (table.status !== "running" || table.active === undefined) return table.name;
  if (seat && turns === 0) return `Your turn, ${seat.own.name}`;
  const active = table.rows[table.active];
  const now = active ? `${nameOf(active)} now` : table.name;
  const wait = waitText(turns);
  return wait ? `${now}. ${wait}` : now;
}

/** The picture of a row: its own, or that of the first of its members that has one. */
export function portraitOf(row: Pick<RowView, "portrait" | "members">): RowView["portrait"] {
  return row.portrait ??
    Object.values(row.members ?? {}).find((member) => member.portrait !== undefined)?.portrait;
}
