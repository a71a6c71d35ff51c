/** Mark-up of another tool that leaked into the open data of SRD 5.2. Pure. */

const AREA = / \[Area of Effect\]\|XPHB\|\w{1,20}/g;
/** "Cover|XPHB|Total Cover": a reference of one to three words, its book, the words to show. */
const REFERENCE = /(?:[A-Z]\w{0,30} ){0,2}[A-Z]\w{0,30}\|XPHB\|(?=[A-Z])/g;

/** The text as it is meant to be read. */
export function withoutLeaks(text: string): string {
  if (!text.includes("|XPHB") && !text.includes("Hit")) return text;
  return text.replace(AREA, "").replace(REFERENCE, "")
    .replace(/\bHitom(?=The)/g, "").replace(/\bHitazard /g, "");
}
