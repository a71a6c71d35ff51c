/** What happened, in the past tense; defined with the engine's rules. */
export type CombatEvent = { readonly type: string };
