import type { DatabaseSync } from "node:sqlite";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { replay } from "@/lib/combat/evolve.ts";
import type { Instant } from "@/lib/combat/state.ts";
import type { Rewound } from "@/lib/store/ports/backup.ts";
import { entryOf } from "@/lib/store/sqlite/encounter_rows.ts";

/**
 * Takes back what is later than `to` in every encounter's log, in one transaction. A log is only
 * ever added to, so that what is left of it is what stood there at that moment; the record is folded
 * from it anew. Documents keep no history and stay as they are.
 */
export function rewindDatabase(db: DatabaseSync, to: Instant): Rewound {
  db.exec("BEGIN IMMEDIATE");
  const later = db.prepare(
    `SELECT DISTINCT encounter_id id FROM encounter_log WHERE json_extract(body, '$.at') > ?`,
  ).all(to).map((row) => String(row["id"]));
  const log = db.prepare("SELECT * FROM encounter_log WHERE encounter_id = ? ORDER BY version");
  const cutLog = db.prepare("DELETE FROM encounter_log WHERE encounter_id = ? AND version > ?");
  const cutSnapshots = db.prepare(
    "DELETE FROM encounter_snapshots WHERE encounter_id = ? AND version > ?",
  );
  const update = db.prepare(
    `UPDATE encounters SET name = ?, status = ?, edition = ?, round = ?, combatants = ?, version = ?,
     updated_at = ?, archived_at = CASE WHEN archived_at > ? THEN NULL ELSE archived_at END,
     deleted_at = CASE WHEN deleted_at > ? THEN NULL ELSE deleted_at END WHERE id = ?`,
  );
  const remove = ["encounter_log", "encounter_snapshots"].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE encounter_id = ?`)
  );
  const removeRecord = db.prepare("DELETE FROM encounters WHERE id = ?");
  let [entries, removed] = [0, 0];
  for (const id of later) {
    const all = log.all(id).map(entryOf);
    // Time never runs backwards within an encounter: the later ones are its end.
    const first = all.findIndex(({ at }) => at > to);
    const kept = all.slice(0, first);
    const last = kept.at(-1);
    entries += all.length - kept.length;
    if (last === undefined) {
      for (const statement of remove) statement.run(id);
      removeRecord.run(id);
      removed++;
      continue;
    }
    const { name, status, edition, round, combatants } = replay(NOTHING_YET, kept);
    cutLog.run(id, last.version);
    cutSnapshots.run(id, last.version);
    const count = Object.keys(combatants).length;
    update.run(name, status, edition, round, count, last.version, last.at, to, to, id);
  }
  db.exec("COMMIT");
  return { encounters: later.length - removed, entries, removed };
}
