import { ATTRIBUTIONS } from "@/lib/creatures/attribution.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import { headline } from "@/lib/creatures/describe.ts";
import type { FullTexts } from "@/lib/creatures/full_text.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { FullTextEnd } from "@/components/creatures/FullText.tsx";
import { StatBlockActions } from "./StatBlockActions.tsx";
import { StatBlockAbilities, StatBlockFacts, StatBlockVitals } from "./StatBlockFacts.tsx";

/** "CR 17, 18,000 XP". */
export const challengeLine = (block: Pick<StatBlock, "cr" | "xp">) =>
  `CR ${crText(block.cr)}, ${block.xp.toLocaleString("en")} XP`;

/** Whether the figures are the SRD's, so that its licence asks for a line. */
export const isBuiltIn = (block: StatBlock) => /^SRD 5\.[12]/.test(block.source);

/** A whole stat block to read or to print, with the source's own words where `texts` has them. */
export function StatBlockArticle({ block, texts }: {
  block: StatBlock;
  texts?: FullTexts | undefined;
}) {
  const { text, licenceUrl } = ATTRIBUTIONS[block.edition];
  return (
    <article class="stat-block" aria-labelledby="creature">
      <header class="stat-block-head">
        <h1 id="creature">{block.name}</h1>
        <p class="muted">{headline(block)}. {challengeLine(block)}</p>
      </header>
      <StatBlockVitals block={block} />
      <StatBlockAbilities block={block} />
      <StatBlockFacts block={block} />
      <StatBlockActions block={block} texts={texts} />
      <FullTextEnd block={block} texts={texts} />
      {isBuiltIn(block) && texts === undefined && (
        <p class="label credit">
          {text} <a class="no-print" href={licenceUrl}>Licence</a>
        </p>
      )}
    </article>
  );
}
