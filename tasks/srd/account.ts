/** Says what of a source's text became no figure, so that the build report can show it. */
import type { StatAction, Trait } from "@/lib/creatures/stat_block.ts";
import type { Reading } from "./reading.ts";

const DICE = /\d+d\d+(?: ?[+-] ?\d+)?/g;
const SAVE_DC = /DC (\d+)/g;

/**
 * Reports dice and DCs that stand in our words only; as open points those that stand nowhere and figures of our words
 * that stand in another creature's text.
 */
export function account(desc: string, built: StatAction | Trait, at: Reading): void {
  const { text, ...figures } = built;
  const structured = JSON.stringify(figures);
  const words = text.replace(/ /g, "");
  for (const raw of new Set(desc.match(DICE) ?? [])) {
    const dice = raw.replace(/ /g, "");
    if (structured.includes(`"${dice}"`)) continue;
    if (words.includes(dice)) at.report(`${built.name}: ${dice}`, "in words");
    else at.report(`lost: ${built.name}: ${dice}`);
  }
  for (const [whole, dc] of desc.matchAll(SAVE_DC)) {
    if (new RegExp(`"(?:dc|escapeDc)":${dc}\\b`).test(structured)) continue;
    if (text.includes(whole)) at.report(`${built.name}: ${whole}`, "in words");
    else at.report(`lost: ${built.name}: ${whole}`);
  }
  borrowed(desc, built, at);
}

/** Figures in our words that this text lacks, unless it only points to another action. */
function borrowed(desc: string, built: StatAction | Trait, at: Reading): void {
  if (/\buses [A-Z]/.test(desc)) return;
  const theirs = desc.replace(/twenty-four/g, "24").replace(/\ba d(?=\d)/g, "1d");
  for (const figure of built.text.match(/\d+d\d+|\d{2,}/g) ?? []) {
    if (!new RegExp(`(?<!\\d)${figure}(?!\\d)`).test(theirs)) {
      at.report(`borrowed: ${built.name}: ${figure}`);
    }
  }
}
