// `deno task backup [VERB]`: takes backups of the store and looks after them.
// tasks/backup/arguments.ts lists verbs, options and exit codes; docs/runbooks/backup.md says when
// to use which.
import { tmpdir } from "node:os";
import { findBackup, type KeptBackup, listBackups } from "@/lib/backup/catalogue.ts";
import { DirectoryPlace } from "@/lib/backup/directory_place.ts";
import type { BackupPlace } from "@/lib/backup/port.ts";
import type { Progress } from "@/lib/store/snapshot_port.ts";
import { runBackup } from "@/lib/backup/run.ts";
import { SqliteSource } from "@/lib/store/sqlite/snapshot.ts";
import { verifyBackup } from "@/lib/backup/verify.ts";
import { loadConfig } from "@/lib/config.ts";
import { DependencyError } from "@/lib/errors.ts";
import { storePath } from "@/lib/store/sqlite/open.ts";
import { type BackupArguments, parseArguments, USAGE } from "@/tasks/backup/arguments.ts";
import { EXIT, listReport, progressLines, type Report, runReport } from "@/tasks/backup/report.ts";

async function run(place: BackupPlace, progress: Progress): Promise<Report> {
  const config = loadConfig();
  const manifest = await runBackup({
    source: new SqliteSource({
      path: storePath(config.DATA_DIR),
      scratch: tmpdir(),
      now: Date.now,
    }),
    place,
    release: config.RELEASE,
    now: Date.now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    progress,
  });
  return runReport(manifest, place.title);
}

async function verify(
  place: BackupPlace,
  { name, all }: BackupArguments,
  progress: Progress,
): Promise<Report> {
  let asked: readonly KeptBackup[];
  if (all) asked = await listBackups(place);
  else {
    const found = await findBackup(place, name);
    if (!found.ok) return { code: EXIT.refused, lines: [found.message], data: {} };
    asked = [found.value];
  }
  const results = [];
  for (const backup of asked) {
    results.push({ id: backup.id, ...await verifyBackup(place, backup, progress) });
  }
  const damaged = results.filter(({ problems }) => problems.length > 0);
  return {
    code: damaged.length > 0 ? EXIT.damaged : EXIT.done,
    lines: results.flatMap(({ id, problems }) =>
      problems.length === 0 ? [`${id} is whole`] : problems.map((problem) => `${id}: ${problem}`)
    ),
    data: { place: place.title, verified: results },
  };
}

function carryOut(given: BackupArguments): Promise<Report> {
  const place = new DirectoryPlace(given.place);
  const progress = given.quiet
    ? () => {}
    : progressLines((line) => console.error(line), () => performance.now());
  switch (given.verb) {
    case "run":
      return run(place, progress);
    case "list":
      return listBackups(place).then((all) => listReport(all, place.title));
    case "verify":
      return verify(place, given, progress);
  }
}

function faultReport(error: unknown): Report {
  if (!(error instanceof DependencyError)) throw error;
  return { code: EXIT.failed, lines: [error.message], data: { error: error.message } };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return EXIT.done;
  }
  const given = parseArguments(args);
  if (typeof given === "string") {
    console.error(`${given}\n\n${USAGE}`);
    return EXIT.refused;
  }
  const report = await carryOut(given).catch(faultReport);
  if (given.json) console.log(JSON.stringify({ exit: report.code, ...report.data }));
  else (report.code === EXIT.done ? console.log : console.error)(report.lines.join("\n"));
  return report.code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
