import type { KeptBackup } from "@/lib/backup/catalogue.ts";
import type { Manifest } from "@/lib/backup/manifest.ts";
import type { Progress } from "@/lib/store/ports/backup.ts";

/** What a verb found or did: lines for people, an object for programs, a code for scripts. */
export interface Report {
  readonly code: number;
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

export const EXIT = { done: 0, failed: 1, refused: 2, damaged: 4 } as const;

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [size, unit] = [bytes, 0];
  while (size >= 1_000 && unit < units.length - 1) [size, unit] = [size / 1_000, unit + 1];
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** Rows by table, without the bookkeeping of migrations. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([name]) => !name.startsWith("schema_"))
    .map(([name, count]) => `${name} ${count}`).join(", ");
}

/** A number of seconds as people read it. */
export function spanText(seconds: number): string {
  for (const [unit, size] of [["d", 86_400], ["h", 3_600], ["min", 60]] as const) {
    if (seconds >= size) return `${(seconds / size).toFixed(1)} ${unit}`;
  }
  return `${seconds} s`;
}

export function runReport(manifest: Manifest, place: string): Report {
  const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
  const stored = manifest.parts.reduce((sum, part) => sum + part.storedBytes, 0);
  return {
    code: EXIT.done,
    lines: [
      `Backup ${manifest.id} is in ${place}: ${sizeText(bytes)}, kept as ${sizeText(stored)}`,
      `  ${countsText(manifest.counts)}`,
    ],
    data: { place, backup: manifest },
  };
}

export function listReport(all: readonly KeptBackup[], place: string): Report {
  const lines = all.map(({ id, size, state, manifest }) =>
    typeof manifest === "string"
      ? `  ${id}  ${sizeText(size).padStart(9)}  ${state}: ${manifest}`
      : `  ${id}  ${sizeText(size).padStart(9)}  release ${manifest.release}, ` +
        (manifest.recipients.length > 0 ? "encrypted" : "not encrypted")
  );
  return {
    code: EXIT.done,
    lines: [`${all.length} backups in ${place}`, ...lines],
    data: {
      place,
      backups: all.map(({ id, size, state, manifest }) => ({ id, size, state, manifest })),
    },
  };
}

/** Progress on the standard error: at most once in two seconds, and at the end of a step. */
export function progressLines(write: (line: string) => void, now: () => number): Progress {
  let [last, lastStep] = [0, ""];
  return (step, done, total) => {
    const ended = total !== null && done >= total;
    if (now() - last < 2_000 && !(ended && step !== lastStep)) return;
    last = now();
    if (ended) lastStep = step;
    const share = total === null || total === 0 ? "" : `, ${Math.floor(done / total * 100)} %`;
    write(`${step}: ${sizeText(done)}${share}`);
  };
}
