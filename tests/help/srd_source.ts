/**
 * The SRD sources for the audit, read afresh and without the builder's own readers. They lie in the folder named by
 * SRD_DIR, else in ../shared/srd; without them a test says so and passes.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { allOf } from "@/lib/bestiary/srd_data.ts";
import type { StatAction, StatBlock, Trait } from "@/lib/creatures/stat_block.ts";

export type Raw = Record<string, unknown>;

const DIR = Deno.env.get("SRD_DIR") ?? "../shared/srd";

/** A source file, or undefined (with the reason on the console) when it is not there. */
export async function source(path: string): Promise<Raw[] | undefined> {
  try {
    return JSON.parse(await readFile(`${DIR}/${path}`, "utf8"));
  } catch (cause) {
    console.log(
      `audit not run: cannot read ${path} (${cause instanceof Error ? cause.message : ""})`,
    );
    return undefined;
  }
}

export const text = (value: unknown): string => String(value ?? "");
export const list = (value: unknown): Raw[] => Array.isArray(value) ? value : [];
export const obj = (value: unknown): Raw =>
  value !== null && typeof value === "object" ? { ...value } : {};

/** Collects mismatches, so that one run shows them all. */
export interface Ledger {
  same(where: string, ours: unknown, theirs: unknown): void;
  /** Counts one comparison whose outcome is known. */
  holds(where: string, so: boolean): void;
  /** Fails on any mismatch, and when fewer than `least` were compared. */
  close(least: number): void;
}

export function ledger(): Ledger {
  const wrong: string[] = [];
  let compared = 0;
  const book: Ledger = {
    same(where, ours, theirs) {
      const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
      book.holds(`${where}: ${a} but the source has ${b}`, a === b);
    },
    holds(where, so) {
      compared++;
      if (!so) wrong.push(where);
    },
    close(least) {
      console.log(`${compared} figures compared, ${wrong.length} mismatches`);
      assert.deepEqual(wrong, []);
      assert.ok(compared >= least, `only ${compared} figures were compared`);
    },
  };
  return book;
}

/** One spelling of what the audit reads: feet, dashes, spaces in dice, mark-up, thousands. */
export const plain = (raw: string): string =>
  raw.replace(/[–−]/g, "-").replace(/[’`]/g, "'").replace(/\*\*|_/g, "").replace(/\s+/g, " ")
    .replace(/(\d) ?([+-]) ?(\d)/g, "$1$2$3").replace(/,(?=\d{3}\b)/g, "")
    .replace(/\w+\|XPHB\|/g, "").replace(/\b(?:feet|foot)\b/g, "ft");

/** An action or a trait of ours beside what the source says of it. */
export interface Pair {
  readonly at: string;
  readonly block: StatBlock;
  readonly ours: StatAction | Trait;
  readonly raw: Raw;
  /** Name and text, in plain spelling. */
  readonly theirs: string;
}

/** Every action of a block, in the order of the sources' lists. */
export const allActions = (b: StatBlock): StatAction[] => [
  ...b.actions,
  ...b.bonusActions,
  ...b.reactions,
  ...(b.legendary?.actions ?? []),
];

function pairUp(
  block: StatBlock,
  rows: readonly Raw[],
  ours: readonly (StatAction | Trait)[],
): Pair[] {
  assert.equal(ours.length, rows.length, `${block.slug}: entries`);
  return rows.map((raw, i) => {
    const [one, name] = [ours[i], text(raw.name)];
    assert.ok(one && name.startsWith(one.name), `${block.slug}: ${name} is missing`);
    const theirs = plain(`${name}: ${text(raw.desc)}`);
    return { at: `${block.slug} ${name}`, block, ours: one, raw, theirs };
  });
}

/** The pairs of SRD 5.1; undefined without the source. */
export async function pairs2014(): Promise<Pair[] | undefined> {
  const raw = await source("2014/5e-bits-Monsters.json");
  const blocks = new Map((await allOf("2014")).map((b) => [b.slug, b]));
  return raw?.flatMap((m) => {
    const b = blocks.get(`${text(m.index)}-2014`);
    assert.ok(b, `${text(m.index)} is missing`);
    // spell lists have fields of their own
    const special = list(m.special_abilities).filter((t) => !t.spellcasting);
    return [
      ...pairUp(b, special, b.traits),
      ...pairUp(b, list(m.actions), b.actions),
      ...pairUp(b, list(m.reactions), b.reactions),
      ...pairUp(b, list(m.legendary_actions), b.legendary?.actions ?? []),
    ];
  });
}

/** The pairs of SRD 5.2; undefined without the source. */
export async function pairs2024(): Promise<Pair[] | undefined> {
  const actions = await source("2024/open5e-CreatureAction.json");
  const traits = await source("2024/open5e-CreatureTrait.json");
  if (!actions || !traits) return undefined;
  const by = (rows: readonly Raw[]) => {
    const parents = Map.groupBy(rows.map((r) => obj(r.fields)), (f) => text(f.parent));
    return (b: StatBlock): Raw[] => parents.get(`srd-2024_${b.slug.replace(/-2024$/, "")}`) ?? [];
  };
  const [actionsOf, traitsOf] = [by(actions), by(traits)];
  return (await allOf("2024")).flatMap((b) => {
    const inOrder = actionsOf(b).sort((x, y) =>
      Number(x.order_in_statblock) - Number(y.order_in_statblock)
    );
    const of = (type: string) => inOrder.filter((a) => a.action_type === type);
    return [
      ...pairUp(b, traitsOf(b), b.traits),
      ...pairUp(b, of("ACTION"), b.actions),
      ...pairUp(b, of("BONUS_ACTION"), b.bonusActions),
      ...pairUp(b, of("REACTION"), b.reactions),
      ...pairUp(b, of("LEGENDARY_ACTION"), b.legendary?.actions ?? []),
    ];
  });
}

/** Both editions, by the names that people know. */
export const EDITIONS = [
  { edition: "SRD 5.1", pairs: pairs2014 },
  { edition: "SRD 5.2", pairs: pairs2024 },
] as const;

/** Runs a check over every pair and closes its book; without the sources nothing is compared. */
export async function auditPairs(
  read: () => Promise<Pair[] | undefined>,
  least: number,
  check: (book: Ledger, pair: Pair, all: readonly Pair[]) => void,
): Promise<void> {
  const all = await read();
  if (!all) return;
  const book = ledger();
  for (const pair of all) check(book, pair, all);
  book.close(least);
}
