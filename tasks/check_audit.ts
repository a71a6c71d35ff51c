// Known vulnerabilities of the locked packages: from the registry where it can be reached, else
// from `tasks/audit/advisories.json`, which is committed.
import { z } from "zod";
import { ROOT } from "@/tasks/lib/files.ts";
import { runDeno } from "@/tasks/lib/run.ts";

const version = z.string().regex(/^\d+\.\d+\.\d+$/);

/** Advisories with the versions that they are about: from `introduced` on, before `fixed`. */
export const advisoryFile = z.strictObject({
  /** When somebody last compared the file with the advisories of the locked packages. */
  reviewed: z.iso.date(),
  advisories: z.array(z.strictObject({
    id: z.string().regex(/^(?:GHSA-\w{4}-\w{4}-\w{4}|CVE-\d{4}-\d{4,})$/),
    package: z.string().min(1),
    summary: z.string().min(1).max(120),
    ranges: z.array(z.strictObject({ introduced: version, fixed: version })).min(1),
  })).min(1),
});
export type AdvisoryFile = z.output<typeof advisoryFile>;

const lockFile = z.object({ npm: z.record(z.string(), z.unknown()) });

/** The three numbers of a version; what follows a hyphen comes before them and counts as them. */
function numbers(text: string): readonly number[] {
  return text.split("-", 1)[0]?.split(".").map(Number) ?? [];
}

function isBefore(a: string, b: string): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  for (const [index, number] of left.entries()) {
    const other = right[index] ?? 0;
    if (number !== other) return number < other;
  }
  return false;
}

/** Every locked package with its version: `name@1.2.3`, without what it was resolved with. */
function lockedPackages(lock: unknown): readonly (readonly [name: string, version: string])[] {
  return Object.keys(lockFile.parse(lock).npm).flatMap((key) => {
    const found = /^(@?[^@]+)@(\d+\.\d+\.\d+[^_]*)/.exec(key);
    return found === null ? [] : [[found[1] ?? "", found[2] ?? ""] as const];
  });
}

/** One line for each locked package that an advisory is about. */
export function auditProblems(lock: unknown, { advisories }: AdvisoryFile): readonly string[] {
  return lockedPackages(lock).flatMap(([name, locked]) =>
    advisories.filter((advisory) => advisory.package === name).flatMap(
      ({ id, summary, ranges }) => {
        const hit = ranges.find(({ introduced, fixed }) =>
          !isBefore(locked, introduced) && isBefore(locked, fixed)
        );
        if (hit === undefined) return [];
        return [`${name} ${locked}: ${summary} (${id}). Take ${hit.fixed} or newer.`];
      },
    )
  );
}

/** Known vulnerabilities of what deno.lock names; empty when there are none. */
export async function knownVulnerabilities(): Promise<string> {
  const asked = await runDeno(["audit", "--level=high"], { output: "collect" });
  // The registry's word counts where it gives one.
  if (asked.code !== 0 && /\bfound \d+ vulnerabilit|\d+ vulnerabilit\w+ found/i.test(asked.text)) {
    return asked.text;
  }
  const read = async (path: string): Promise<unknown> =>
    JSON.parse(await Deno.readTextFile(`${ROOT}${path}`));
  const file = advisoryFile.parse(await read("tasks/audit/advisories.json"));
  return auditProblems(await read("deno.lock"), file).join("\n");
}
