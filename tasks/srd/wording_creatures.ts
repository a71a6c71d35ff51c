export const CREATURE_WORDS: Record<string, string> = {};
