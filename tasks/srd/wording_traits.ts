export const TRAIT_WORDS: Record<string, string> = {};
