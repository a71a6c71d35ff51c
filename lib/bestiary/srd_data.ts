/**
 * The built-in bestiary: 334 creatures of SRD 5.1 and 331 of SRD 5.2 as figures, loaded on first use and kept,
 * and pure functions that make variants of a stat block.
 */
import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { StatBlock, Summary } from "@/lib/creatures/stat_block.ts";

interface SrdBooks {
  readonly blocks: readonly StatBlock[];
  readonly bySlug: ReadonlyMap<string, StatBlock>;
}

const shelves = new Map<Edition, Promise<SrdBooks>>();

/** The data files are this project's own build output (audited in srd_audit_test.ts), not foreign input. */
async function read(edition: Edition): Promise<readonly StatBlock[]> {
  const file: { default: unknown } = edition === "2014"
    ? await import("./data/srd_2014.json", { with: { type: "json" } })
    : await import("./data/srd_2024.json", { with: { type: "json" } });
  return file.default as readonly StatBlock[];
}

function shelf(edition: Edition): Promise<SrdBooks> {
  const known = shelves.get(edition);
  if (known) return known;
  const loading = read(edition).then((blocks) => ({
    blocks,
    bySlug: new Map(blocks.map((b) => [b.slug, b])),
  }));
  shelves.set(edition, loading);
  loading.catch(() => shelves.delete(edition));
  return loading;
}

const EDITION_OF = /-(2014|2024)$/;

/** Every built-in creature of one edition, sorted by name. */
export async function allOf(edition: Edition): Promise<readonly StatBlock[]> {
  return (await shelf(edition)).blocks;
}

/**
 * One creature by its slug. "goblin-2014" names one entry; a bare "goblin" is looked up in `prefer` first
 * (default 2024) and then in the other edition. Undefined when nothing has that slug.
 */
export async function bySlug(
  slug: string,
  prefer: Edition = "2024",
): Promise<StatBlock | undefined> {
  const edition = EDITION_OF.exec(slug)?.[1];
  if (edition === "2014" || edition === "2024") return (await shelf(edition)).bySlug.get(slug);
  const other = prefer === "2024" ? "2014" : "2024";
  return (await shelf(prefer)).bySlug.get(`${slug}-${prefer}`) ??
    (await shelf(other)).bySlug.get(`${slug}-${other}`);
}

/** What lists and search results show of a creature. */
export function summaryOf(block: StatBlock): Summary {
  const { slug, name, edition, source, size, type, tags, environments, cr, xp, ac } = block;
  return {
    slug,
    name,
    edition,
    source,
    size,
    type,
    tags,
    environments,
    cr,
    xp,
    ac,
    hp: block.hp.average,
  };
}

/** Summaries of one edition or, without one, of both, sorted by name. */
export async function summaries(edition?: Edition): Promise<readonly Summary[]> {
  if (edition) return (await allOf(edition)).map(summaryOf);
  const both = [...await allOf("2014"), ...await allOf("2024")];
  return both.map(summaryOf).sort((a, b) =>
    a.name.localeCompare(b.name) || a.slug.localeCompare(b.slug)
  );
}
