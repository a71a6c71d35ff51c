/** Finding creatures: the built-in ones of both editions and the visitor's own, together. */
import type { Edition } from "@/lib/combat/vocabulary.ts";
import type { Homebrew } from "./homebrew.ts";
import { allOf, bySlug, summaries, summaryOf } from "./srd_data.ts";
import {
  createSearch,
  type Filters,
  type Search,
  type SearchResult,
} from "@/lib/creatures/search.ts";
import type { StatBlock, Summary } from "@/lib/creatures/stat_block.ts";

/** Whose own creatures count; null for somebody who has none. */
export type OwnerOrNobody = string | null;

/** A creature with what its page shows beside the figures. */
export interface FoundCreature {
  readonly block: StatBlock;
  /** Whether the visitor made it. */
  readonly own: boolean;
  /** The same creature in the other edition. */
  readonly otherEdition: Summary | undefined;
  /** A few of the same kin. */
  readonly kin: readonly Summary[];
}

const KIN = 4;

export class Creatures {
  #builtIn: Promise<Search> | undefined;

  constructor(readonly homebrew: Homebrew) {}

  /** A creature's figures: the visitor's own first, then the built-in ones. */
  async block(owner: OwnerOrNobody, slug: string): Promise<StatBlock | undefined> {
    return await this.homebrew.find(owner, slug) ?? await bySlug(slug);
  }

  /** The figures with the creature's relatives. */
  async find(owner: OwnerOrNobody, slug: string): Promise<FoundCreature | undefined> {
    const made = await this.homebrew.find(owner, slug);
    const block = made ?? await bySlug(slug);
    if (block === undefined) return undefined;
    const other = otherSlug(block);
    const twin = made || other === undefined ? undefined : await bySlug(other);
    return {
      block,
      own: made !== undefined,
      otherEdition: twin?.slug === other ? twin && summaryOf(twin) : undefined,
      kin: kinOf(block, (await allOf(block.edition)).map(summaryOf)),
    };
  }

  /** What a search finds among built-in creatures and the visitor's own. */
  async search(
    owner: OwnerOrNobody,
    query: string,
    options: {
      readonly filters: Filters;
      readonly limit: number;
      /** Leaves the built-in ones out. */
      readonly ownOnly?: boolean;
    },
  ): Promise<SearchResult> {
    const own = await this.homebrew.summaries(owner);
    if (options.ownOnly) return createSearch(own).find(query, options);
    const search = own.length === 0 ? await this.#search() : createSearch([
      ...own,
      ...await summaries(),
    ]);
    return search.find(query, options);
  }

  /** Every creature that may stand in a generated fight of this edition. */
  async pool(owner: OwnerOrNobody, edition: Edition): Promise<readonly Summary[]> {
    const own = await this.homebrew.summaries(owner);
    return [...own.filter((summary) => summary.edition === edition), ...await summaries(edition)];
  }

  #search(): Promise<Search> {
    const ready = this.#builtIn ??= summaries().then(createSearch);
    ready.catch(() => this.#builtIn = undefined);
    return ready;
  }
}

function otherSlug({ slug }: StatBlock): string | undefined {
  const match = /^(.+)-(2014|2024)$/.exec(slug);
  return match ? `${match[1]}-${match[2] === "2014" ? "2024" : "2014"}` : undefined;
}

const nameWords = (name: string): string[] =>
  name.toLowerCase().split(/[^\p{L}]+/u).filter((word) => word.length > 2);

/** Those who share the rarest words of the name ("red" says more than "dragon"), nearest CR first. */
function kinOf(block: StatBlock, all: readonly Summary[]): readonly Summary[] {
  const others = all.filter((summary) =>
    summary.slug !== block.slug && summary.type === block.type
  );
  const words = nameWords(block.name);
  const weights = new Map(words.map((word) => {
    const users = others.filter(({ name }) => nameWords(name).includes(word)).length;
    return [word, 1 / Math.max(1, users)];
  }));
  const score = ({ name }: Summary) =>
    nameWords(name).reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
  return others.map((summary) => ({
    one: summary,
    score: score(summary),
    far: Math.abs(summary.cr - block.cr),
  }))
    .filter((near) => near.score > 0)
    .sort((a, b) => b.score - a.score || a.far - b.far)
    .slice(0, KIN)
    .map(({ one }) => one)
    .sort((a, b) => a.cr - b.cr || a.name.localeCompare(b.name));
}
