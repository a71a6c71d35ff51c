// What setup and doctor say: one line a thing, with the command that mends it.

export interface Finding {
  readonly name: string;
  /** "missing" stops something; "optional" only leaves something out. */
  readonly state: "ok" | "missing" | "optional";
  readonly detail: string;
  /** The command that mends it. */
  readonly mend?: string;
}

const SIGN: Readonly<Record<Finding["state"], string>> = { ok: "✓", missing: "✗", optional: "-" };

/** The findings as lines. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.map(({ name, state, detail, mend }) =>
    `${SIGN[state]} ${name.padEnd(width)}  ${detail}${mend === undefined ? "" : `: ${mend}`}`
  );
}

/** Prints them; ends with 1 while something is missing. */
export function tellFindings(findings: readonly Finding[], json: boolean): number {
  if (json) console.log(JSON.stringify({ findings }));
  else console.log(findingLines(findings).join("\n"));
  return findings.some(({ state }) => state === "missing") ? 1 : 0;
}
