/** Does the hashing. */
export interface ArgonEngine {
  /** A PHC string. */
  hash(password: string): Promise<string>;
  /** @throws When `hash` is not one of ours. */
  verify(password: string, hash: string): Promise<boolean>;
  close(): void;
}

/** The least that OWASP asks for: 19 MiB, two passes. */
export const COST = { memoryKib: 19_456, passes: 2, parallelism: 1 } as const;
