export const ACTION_WORDS: Record<string, string> = {};
