import { type FullTexts, otherTexts } from "@/lib/creatures/full_text.ts";
import type { CombatBlock } from "@/lib/combat/block.ts";

/** The source's own words, folded up: they open without script. */
export function FullTextNote({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <details class="action-full">
      <summary>Full text</summary>
      <p class="action-text">{text}</p>
    </details>
  );
}

/** Texts without a place above, and the statement that the licence of all of them asks for. */
export function FullTextEnd({ block, texts }: {
  block: CombatBlock;
  texts: FullTexts | undefined;
}) {
  if (texts === undefined) return null;
  const { statement, workUrl, licenceUrl } = texts.credit;
  return (
    <div class="full-end">
      {otherTexts(texts, block).map(({ part, name, text }) => (
        <details class="action-full" key={`${part} ${name}`}>
          <summary>{part === "about" ? "About" : name}, full text</summary>
          <p class="action-text">{text}</p>
        </details>
      ))}
      <p class="label credit">
        {statement} Only the full texts are its words; all others are our own.{" "}
        <a class="no-print" href={workUrl}>Work</a>{" "}
        <a class="no-print" href={licenceUrl}>Licence</a>
      </p>
    </div>
  );
}
