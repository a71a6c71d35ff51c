import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { findBackup, type KeptBackup, listBackups } from "@/lib/backup/catalogue.ts";
import { recordDeletion } from "@/lib/backup/deletions.ts";
import type { Opening } from "@/lib/backup/open_part.ts";
import { verifyBackup } from "@/lib/backup/verify.ts";
import { drill, pruneBackups, restoreInto, takeBackup } from "@/lib/compose/backups.ts";
import type { Config } from "@/lib/config.ts";
import type { BackupArguments } from "@/tasks/backup/arguments.ts";
import { countsText, EXIT, type Report, spanText } from "@/tasks/backup/report.ts";
import { listReport, runReport } from "@/tasks/backup/report.ts";

/** What a verb works with. */
export interface Context {
  readonly config: Config;
  readonly given: BackupArguments;
  readonly opening: Opening;
}

function refused(message: string): Report {
  return { code: EXIT.refused, lines: [message], data: { error: message } };
}

export async function run({ config, opening }: Context): Promise<Report> {
  const manifest = await takeBackup(config, opening.place, opening.progress);
  return runReport(manifest, opening.place.title);
}

export async function list({ opening: { place } }: Context): Promise<Report> {
  return listReport(await listBackups(place), place.title);
}

export async function verify({ given: { name, all }, opening }: Context): Promise<Report> {
  const { place } = opening;
  let asked: readonly KeptBackup[];
  if (all) asked = await listBackups(place);
  else {
    const found = await findBackup(place, name);
    if (!found.ok) return refused(found.message);
    asked = [found.value];
  }
  const results = [];
  for (const backup of asked) {
    results.push({ id: backup.id, ...await verifyBackup(backup, opening) });
  }
  const damaged = results.filter(({ problems }) => problems.length > 0);
  return {
    code: damaged.length > 0 ? EXIT.damaged : EXIT.done,
    lines: results.flatMap(({ id, problems, opened }) =>
      problems.length > 0
        ? problems.map((problem) => `${id}: ${problem}`)
        : [`${id} is whole${opened > 0 ? "" : "; encrypted, not opened: give --identity FILE"}`]
    ),
    data: { place: place.title, verified: results },
  };
}

export async function restore({ config, given, opening }: Context): Promise<Report> {
  const found = await findBackup(opening.place, given.name);
  if (!found.ok) return refused(found.message);
  const { moment } = given;
  const result = await restoreInto(config, {
    ...opening,
    backup: found.value,
    ...moment === undefined ? {} : { to: moment },
  });
  if (!result.ok) return refused(result.message);
  const { id, counts, rewound, deletedOwners, migrated } = result.value;
  return {
    code: EXIT.done,
    lines: [
      `Restored ${id} into ${config.DATA_DIR} and compared it: ${countsText(counts)}`,
      ...rewound === null ? [] : [
        `  went back: ${rewound.entries} entries of ${rewound.encounters} encounters taken back, ` +
        `${rewound.removed} encounters did not exist yet; parties and creatures as in the backup`,
      ],
      ...deletedOwners === 0 ? [] : [`  deleted again: everything of ${deletedOwners} owners`],
      ...migrated.length === 0 ? [] : [`  migrated: ${migrated.join(", ")}`],
      "Next: `deno task migrate verify`, then start the app.",
    ],
    data: { ...result.value },
  };
}

export async function runDrill({ config, given, opening }: Context): Promise<Report> {
  const found = await findBackup(opening.place, given.name);
  if (!found.ok) return refused(found.message);
  const result = await drill(config, { ...opening, backup: found.value });
  return {
    code: result.ok ? EXIT.done : EXIT.failed,
    lines: [
      `Drill of ${result.backup}: ${result.said}`,
      `  would lose ${spanText(result.rpoSeconds)}, back after ${spanText(result.rtoSeconds)}`,
    ],
    data: { ...result },
  };
}

export async function prune({ config, opening: { place } }: Context): Promise<Report> {
  const { removed, kept, swept } = await pruneBackups(config, place);
  return {
    code: EXIT.done,
    lines: [
      `${removed.length} backups removed, ${kept} kept (${config.BACKUP_KEEP})` +
      (swept === 0 ? "" : `; ${swept} interrupted writes ended`),
      ...removed.map((id) => `  ${id}`),
    ],
    data: { place: place.title, removed, kept, swept },
  };
}

export async function forget({ given: { name }, opening: { place } }: Context): Promise<Report> {
  await recordDeletion(place, name, Date.now(), crypto.getRandomValues(new Uint8Array(8)));
  return {
    code: EXIT.done,
    lines: [`Noted in ${place.title}: a restore of an older backup deletes everything of ${name}.`],
    data: { place: place.title, owner: name },
  };
}

/** A key pair. The private half is shown once and belongs where the server is not. */
export async function keys(): Promise<Report> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  return {
    code: EXIT.done,
    lines: [
      `# Private key: keep it away from the server, in two safes. Without it no backup opens.`,
      identity,
      `# Public key, for the server: BACKUP_RECIPIENTS=${recipient}`,
    ],
    data: { identity, recipient },
  };
}
