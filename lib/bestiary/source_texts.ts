/** Full texts of built-in creatures out of the store: one's own, else those that belong to the site. */
import { z } from "zod";
import type { Collection } from "@/lib/store/ports/document_collection.ts";
import { ATTRIBUTIONS } from "@/lib/creatures/attribution.ts";
import type { FullTexts } from "@/lib/creatures/full_text.ts";
import { withoutLeaks } from "@/lib/interchange/text/leaks.ts";

/** Owner of texts that everybody may read. */
export const SITE_OWNER = "site";

/** What is stored under the kind "source-text", by the creature's slug. */
export const storedTexts = z.object({
  name: z.string(),
  edition: z.enum(["2014", "2024"]),
  entries: z.array(z.object({ part: z.string(), name: z.string(), text: z.string() })),
});

/** The words as they are, without the mark-up of the data set. */
const readable = (text: string): string => withoutLeaks(text).replaceAll("**", "").trim();

/** Whether a creature's figures are the SRD's: only then the SRD's words are about it. */
const ofSrd = ({ source }: { readonly source?: string }): boolean =>
  /^SRD 5\.[12]/.test(source ?? "");

export class SourceTexts {
  constructor(private readonly documents: Collection<z.output<typeof storedTexts>>) {}

  /** The texts of one creature for this visitor; undefined where nobody loaded them. */
  async of(
    owner: string | null,
    block: { readonly id: string; readonly source?: string },
  ): Promise<FullTexts | undefined> {
    if (!ofSrd(block)) return undefined;
    const own = owner === null ? null : await this.documents.get(owner, block.id);
    const found = own ?? await this.documents.get(SITE_OWNER, block.id);
    if (!found || found.body.entries.length === 0) return undefined;
    const { edition, entries } = found.body;
    const { statement, workUrl, licenceUrl } = ATTRIBUTIONS[edition];
    return {
      entries: entries.map((entry) => ({ ...entry, text: readable(entry.text) })),
      credit: { statement, workUrl, licenceUrl },
    };
  }

  /** The texts of several creatures by their ids; those without any are left out. */
  async ofAll(
    owner: string | null,
    blocks: readonly { readonly id: string; readonly source?: string }[],
  ): Promise<Readonly<Record<string, FullTexts>>> {
    const all = await Promise.all(blocks.map(async (block) => {
      const texts = await this.of(owner, block);
      return texts === undefined ? [] : [[block.id, texts] as const];
    }));
    return Object.fromEntries(all.flat());
  }
}
