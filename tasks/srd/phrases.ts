export const PHRASES: readonly (readonly [RegExp, string])[] = [];
