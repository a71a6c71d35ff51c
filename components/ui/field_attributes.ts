/**
 * Attributes of fields that HTML and the browser's objects name or write differently. They are
 * spread: an element with a spread is left to Preact itself on the server, which writes them as
 * HTML does, whereas finished texts would hold them as they stand in the source.
 */

/** What a field holds at first. In the browser later renders leave what was typed since. */
export function startValue(text: string): { readonly defaultValue: string } {
  return { defaultValue: text };
}

/** Whether a box is ticked at first. */
export function startChecked(on: boolean): { readonly defaultChecked: boolean } {
  return { defaultChecked: on };
}

/** For names, codes and lists that no dictionary knows. */
export const NO_SPELLCHECK = { spellcheck: false } as const;
