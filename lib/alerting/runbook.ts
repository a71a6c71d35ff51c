import { readFile } from "node:fs/promises";

/** Address of the runbook of a rule. */
export function runbookUrl(base: string, rule: string): string {
  return `${base}${rule.replaceAll("_", "-")}.md`;
}

/** The text of a runbook that was deployed with the app; null when there is none of that name. */
export async function readRunbook(name: string): Promise<string | null> {
  if (!/^[a-z0-9-]{1,60}\.md$/.test(name)) return null;
  try {
    return await readFile(`docs/runbooks/${name}`, "utf8");
  } catch {
    return null;
  }
}
