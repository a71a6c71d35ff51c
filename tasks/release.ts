// `deno task release major|minor|patch|VERSION [--dry-run]`: gives what CHANGELOG.md calls unreleased
// a version, commits that and tags it with its notes. Pushing the tag is left to a person:
// `git push --follow-tags`; the workflow release.yml then publishes it.
import { nextVersion, releaseNotes } from "@/tasks/release/notes.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { run } from "@/tasks/lib/run.ts";

async function git(...args: string[]): Promise<string> {
  const { code, text } = await run("git", args, { output: "collect" });
  if (code !== 0) throw new Error(`git ${args[0]}: ${text.trim()}`);
  return text.trim();
}

async function main(args: readonly string[]): Promise<number> {
  const dryRun = args.includes("--dry-run");
  const [asked, ...more] = args.filter((word) => word !== "--dry-run");
  if (asked === undefined || more.length > 0) {
    console.error("Usage: deno task release major|minor|patch|VERSION [--dry-run]");
    return 2;
  }
  const tags = (await git("tag", "--list", "v*", "--sort=-version:refname")).split("\n");
  const last = tags[0]?.replace(/^v/, "") || "0.0.0";
  const version = nextVersion(last, asked);
  if (version === undefined) {
    console.error(`${asked} is no version after ${last}`);
    return 2;
  }
  if (!dryRun && await git("status", "--porcelain") !== "") {
    console.error("The working tree has changes: commit or stash them");
    return 1;
  }
  const date = new Date().toISOString().slice(0, 10);
  const made = releaseNotes(await Deno.readTextFile(`${ROOT}CHANGELOG.md`), version, date);
  if (typeof made === "string") {
    console.error(made);
    return 1;
  }
  console.log(`${last} → ${version}\n\n${made.notes}`);
  if (dryRun) return 0;
  await Deno.writeTextFile(`${ROOT}CHANGELOG.md`, made.changelog);
  await git("commit", "--quiet", "-m", `chore(release): make ${version}`, "--", "CHANGELOG.md");
  await git(
    "tag",
    "--annotate",
    `v${version}`,
    "--cleanup=verbatim",
    "-m",
    `${version}\n\n${made.notes}`,
  );
  console.log(`\nTagged v${version}. Publish it: git push --follow-tags`);
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
