/** Texts as they are seen: without signs that show nothing or turn what stands around them. */

/** Overrides and isolates of direction, marks of none, and blanks of no width. */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Letters of scripts in which a joiner changes how they are written: Arabic, Persian, Indic … */
const JOINING =
  "\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Nko}\\p{Script=Mongolian}\\p{Script=Devanagari}" +
  "\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}" +
  "\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}" +
  "\\p{Script=Myanmar}\\p{Script=Tibetan}";

/** Joiners that join nothing: they stand neither between such letters nor inside an emoji. */
const IDLE_JOINER = new RegExp(
  `(?<![${JOINING}\\p{Mn}\\p{Mc}\\p{Extended_Pictographic}\\ufe0f\\p{Emoji_Modifier}])[\\u200c\\u200d]` +
    `|[\\u200c\\u200d](?![${JOINING}\\p{Mn}\\p{Mc}\\p{Extended_Pictographic}])`,
  "gu",
);

/** Tag signs outside of an emoji's flag. */
const IDLE_TAG = /(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0000}-\u{e007f}]+/gu;

/** Most texts are plain: looked at once. */
const SUSPECT =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/**
 * The text without signs that nobody sees: two names that look alike are alike, and none is turned
 * around or empty to the eye. Joiners inside emoji and between letters that join stay.
 */
export function visibleText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replace(UNSEEN, "").replace(IDLE_TAG, "").replace(IDLE_JOINER, "");
}
