/** Address of the runbook of a rule. */
export function runbookUrl(base: string, rule: string): string {
  return `${base}${rule.replaceAll("_", "-")}.md`;
}
