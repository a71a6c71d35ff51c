/**
 * Random encounters: foes from a pool until the fight has the wished difficulty. Pure; chance comes in as a
 * function, so the same seed gives the same fight.
 */
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { bandOf, type Foes, rate, type Rating, type Target } from "./difficulty.ts";
import type { Environment, Summary } from "./stat_block.ts";

/** Numbers from 0 up to, not including, 1. */
export type Chance = () => number;

/** A repeatable source of chance for a 32-bit seed. Not for secrets. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    // a Weyl sequence through two rounds of multiply-and-shift mixing
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Ready-made themes; any type, tag or word of a name works as a theme too. */
export const THEMES: Readonly<Record<string, readonly string[]>> = {
  bandits: [
    "bandit",
    "thug",
    "tough",
    "spy",
    "scout",
    "assassin",
    "berserker",
    "veteran",
    "pirate",
  ],
  cult: ["cultist", "cult", "fanatic", "priest", "acolyte", "mage", "imp", "quasit", "hound"],
  devils: ["devil", "imp", "lemure", "erinyes", "pit"],
  demons: [
    "demon",
    "dretch",
    "quasit",
    "vrock",
    "hezrou",
    "glabrezu",
    "nalfeshnee",
    "marilith",
    "balor",
  ],
  goblinoids: ["goblin", "hobgoblin", "bugbear", "worg"],
  insects: ["spider", "centipede", "scorpion", "insects", "beetle", "wasp", "ankheg", "ettercap"],
  lycanthropes: ["wererat", "werewolf", "wereboar", "weretiger", "werebear"],
  reptiles: ["lizard", "lizardfolk", "snake", "crocodile", "basilisk", "kobold", "hydra", "naga"],
  town: ["guard", "commoner", "noble", "priest", "knight", "mastiff", "spy", "scout"],
  wilds: ["beast", "plant", "fey"],
};

/** Whether a creature belongs to a theme: a ready-made one, a type, a tag or a word of the name. */
export function matchesTheme(creature: Summary, theme: string): boolean {
  const wanted = THEMES[theme.toLowerCase()] ?? [theme.toLowerCase()];
  const own = [creature.type, ...creature.tags, ...creature.name.split(/[^\p{L}\p{N}]+/u)].map((
    w,
  ) => w.toLowerCase());
  return wanted.some((w) => own.includes(w) || own.includes(`${w}s`));
}

export interface Wish {
  readonly edition: Edition;
  /** The characters' levels. */
  readonly levels: readonly number[];
  readonly target: Target;
  readonly environment?: Environment;
  readonly theme?: string;
  /** Most foes at once; default 12. */
  readonly maxFoes?: number;
}

/** One line of an encounter: a creature, or a mere CR when `creature` is absent. */
export interface Entry extends Foes {
  readonly creature?: Summary;
  /** Kept as it is by every reroll. */
  readonly pinned?: boolean;
}

export type Generated =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly rating: Rating }
  | {
    readonly ok: false;
    readonly code: "NOTHING_MATCHES" | "PINNED_TOO_HARD" | "NO_FIT";
    readonly detail: string;
  };

const TRIES = 200;

/** The creatures a wish allows: edition's pool, environment, theme, and none far above the party's level. */
export function poolFor(pool: readonly Summary[], wish: Wish): readonly Summary[] {
  const level = wish.levels.reduce((sum, l) => sum + l, 0) / Math.max(1, wish.levels.length);
  return pool.filter((c) =>
    c.xp > 0 && c.cr <= Math.max(1, level + 3) &&
    (!wish.environment || c.environments.includes(wish.environment)) &&
    (!wish.theme || matchesTheme(c, wish.theme))
  );
}

/**
 * A random encounter of the wished difficulty around the pinned entries. Refused with a reason when nothing
 * matches, when the pinned foes alone are already too hard, or when no mixture reaches the difficulty.
 */
export function generate(
  all: readonly Summary[],
  wish: Wish,
  chance: Chance,
  pinned: readonly Entry[] = [],
): Generated {
  const band = bandOf(wish.edition, wish.levels, wish.target);
  if (!band) {
    return {
      ok: false,
      code: "NO_FIT",
      detail: `${wish.target} is no difficulty of ${wish.edition}`,
    };
  }
  const kept = pinned.map((e) => ({ ...e, pinned: true }));
  const already = rate(wish.edition, wish.levels, kept);
  if (already.adjustedXp > band.most) {
    return {
      ok: false,
      code: "PINNED_TOO_HARD",
      detail: `The pinned foes alone are harder than ${wish.target}`,
    };
  }
  const pool = poolFor(all, wish);
  if (pool.length === 0 && already.adjustedXp < band.least) {
    return {
      ok: false,
      code: "NOTHING_MATCHES",
      detail: "No creature matches this place, theme and level",
    };
  }
  for (let i = 0; i < TRIES; i++) {
    const entries = attempt(pool, wish, chance, kept, band);
    const rating = rate(wish.edition, wish.levels, entries);
    const added = entries.length > kept.length || already.adjustedXp >= band.least;
    if (added && rating.adjustedXp >= band.least && rating.adjustedXp <= band.most) {
      return { ok: true, entries, rating };
    }
  }
  return {
    ok: false,
    code: "NO_FIT",
    detail: `No mixture of these creatures comes out ${wish.target}`,
  };
}

/** One try: up to three kinds, each with a count that stays within the band. */
function attempt(
  pool: readonly Summary[],
  wish: Wish,
  chance: Chance,
  kept: readonly Entry[],
  band: { readonly least: number; readonly most: number },
): readonly Entry[] {
  const entries: Entry[] = [...kept];
  const kinds = 1 + Math.floor(chance() * 3);
  const maxFoes = wish.maxFoes ?? 12;
  for (let kind = 0; kind < kinds; kind++) {
    const taken = entries.reduce((n, e) => n + e.count, 0);
    const now = rate(wish.edition, wish.levels, entries).adjustedXp;
    if (taken >= maxFoes || now >= band.least && chance() < 0.5) break;
    const used = new Set(entries.map((e) => e.creature?.slug));
    const open = pool.filter((c) =>
      !used.has(c.slug) && (band.most - now) / c.xp < 24 &&
      rate(wish.edition, wish.levels, [...entries, { xp: c.xp, count: 1 }]).adjustedXp <= band.most
    );
    const creature = open[Math.floor(chance() * open.length)];
    if (!creature) break;
    const room = mostOf(creature.xp, entries, wish, band.most, maxFoes - taken);
    // the last kind fills up; earlier ones leave room
    const count = kind === kinds - 1 ? room : 1 + Math.floor(chance() * room);
    entries.push({ creature, xp: creature.xp, count });
  }
  return entries;
}

function mostOf(
  xp: number,
  entries: readonly Entry[],
  wish: Wish,
  most: number,
  limit: number,
): number {
  let count = 1;
  while (
    count < limit &&
    rate(wish.edition, wish.levels, [...entries, { xp, count: count + 1 }]).adjustedXp <= most
  ) count++;
  return count;
}

/**
 * Replaces the entry at `index` by other creatures while everything else stays as it is ("reroll this one"). The
 * old creature does not come back; the other lines' own pins are kept as they were.
 */
export function reroll(
  all: readonly Summary[],
  wish: Wish,
  chance: Chance,
  entries: readonly Entry[],
  index: number,
): Generated {
  const old = entries[index];
  const others = entries.filter((_, i) => i !== index);
  const pool = all.filter((c) =>
    c.slug !== old?.creature?.slug && !others.some((e) => e.creature?.slug === c.slug)
  );
  const made = generate(pool, wish, chance, others);
  if (!made.ok) return made;
  const fresh = made.entries.slice(others.length);
  return { ...made, entries: [...others.slice(0, index), ...fresh, ...others.slice(index)] };
}
