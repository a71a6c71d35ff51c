/** What a release is made of, or the sentence why there can be none. */
export interface ReleaseNotes {
  readonly version: string;
  /** CHANGELOG.md with the version's own section below an empty "Unreleased". */
  readonly changelog: string;
  /** The section's text, without its heading. */
  readonly notes: string;
}

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const PARTS = ["major", "minor", "patch"] as const;

/** The next version: a part to raise, or a version of its own that is later than `last`. */
export function nextVersion(last: string, asked: string): string | undefined {
  const old = (VERSION.exec(last) ?? []).slice(1).map(Number);
  const part = PARTS.findIndex((candidate) => candidate === asked);
  if (part >= 0) {
    return PARTS.map((_, at) => at < part ? old[at] : at === part ? (old[at] ?? 0) + 1 : 0).join(
      ".",
    );
  }
  const wanted = VERSION.exec(asked)?.slice(1).map(Number);
  if (wanted === undefined) return undefined;
  const differs = wanted.findIndex((number, at) => number !== old[at]);
  return differs >= 0 && (wanted[differs] ?? 0) > (old[differs] ?? 0) ? asked : undefined;
}

/** Gives the unreleased section a version and a date (YYYY-MM-DD). */
export function releaseNotes(
  changelog: string,
  version: string,
  date: string,
): ReleaseNotes | string {
  const heading = "## Unreleased\n";
  const start = changelog.indexOf(heading);
  if (start < 0) return "CHANGELOG.md has no section called Unreleased";
  const after = start + heading.length;
  const end = changelog.indexOf("\n## ", after);
  const notes = changelog.slice(after, end < 0 ? undefined : end).trim();
  if (notes === "") {
    return "CHANGELOG.md says nothing under Unreleased: there is nothing to release";
  }
  const rest = end < 0 ? "\n" : changelog.slice(end);
  const renewed = `${changelog.slice(0, after)}\n## ${version} – ${date}\n\n${notes}\n${rest}`;
  return { version, changelog: renewed, notes };
}
