/** Creatures to add: the search runs here, on an index that is loaded when it is first needed. */
import { isCombatBlock, readAnswer } from "@/lib/client/wire.ts";
import { creatureSearch } from "@/lib/client/creature_search.ts";
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";

export interface FoundCreature {
  readonly slug: string;
  readonly name: string;
  readonly note: string;
}

export interface CreatureLoader {
  /** The best few for what is typed, those of `edition` only. */
  find(text: string, edition: Edition): Promise<readonly FoundCreature[]>;
  /** The figures of one; null when they cannot be had now. */
  block(slug: string): Promise<CombatBlock | null>;
}

const MOST = 8;

/** The built-in creatures and the DM's own, by this server. */
export function serverCreatures(): CreatureLoader {
  const blocks = new Map<string, Promise<CombatBlock | null>>();
  return {
    async find(text, edition) {
      try {
        const [search, { crText }] = await Promise.all([
          creatureSearch(),
          import("@/lib/creatures/challenge_rating.ts"),
        ]);
        const { hits } = search.all.find(text, {
          filters: { edition: [edition] },
          limit: MOST,
        });
        return hits.map(({ slug, name, cr, type, hp, ac }) => ({
          slug,
          name,
          note: `CR ${crText(cr)}, ${type}, ${hp} hit points, AC ${ac}`,
        }));
      } catch {
        // Without the index a name can still be added with typed figures.
        return [];
      }
    },
    block(slug) {
      const known = blocks.get(slug);
      if (known !== undefined) return known;
      const asked = fetchBlock(slug);
      blocks.set(slug, asked);
      return asked;
    },
  };
}

async function fetchBlock(slug: string): Promise<CombatBlock | null> {
  try {
    const response = await fetch(`/api/v1/creatures/${encodeURIComponent(slug)}`);
    return response.ok ? await readAnswer(response, isCombatBlock) ?? null : null;
  } catch {
    return null;
  }
}
