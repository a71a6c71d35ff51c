import { plural } from "@/lib/combat/text.ts";
import type { ComponentChildren } from "preact";
import type { ImportNote, ImportReport as Report } from "@/lib/contracts/import_answer.ts";

/** "12 creatures, 1 party and 2 fights". */
export function countText({ counts }: Report): string {
  const parts = [
    counts.creatures > 0 ? plural(counts.creatures, "creature") : "",
    counts.parties > 0 ? plural(counts.parties, "party", "parties") : "",
    counts.encounters > 0 ? plural(counts.encounters, "fight") : "",
    counts.templates > 0 ? plural(counts.templates, "template") : "",
  ].filter(Boolean);
  const last = parts.pop();
  if (last === undefined) return "nothing new";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

const TITLES = {
  dropped: "Left out",
  changed: "Changed on the way",
  kept: "Kept as it is",
} as const;

function Example({ note }: { readonly note: ImportNote }) {
  const [first] = note.examples;
  if (first === undefined || first.before === "" && first.after === undefined) return null;
  return (
    <span class="import-example">
      {first.item ? `${first.item}: ` : ""}
      {first.before}
      {first.after === undefined ? "" : ` → ${first.after}`}
    </span>
  );
}

/** All notes of one outcome as a table; the long list of what stayed is folded. */
function Notes(
  { outcome, notes }: {
    readonly outcome: keyof typeof TITLES;
    readonly notes: readonly ImportNote[];
  },
) {
  const own = notes.filter((note) => note.outcome === outcome);
  if (own.length === 0) return null;
  return (
    <details class="import-notes" open={outcome === "dropped"}>
      <summary>
        <h3>{TITLES[outcome]}</h3> <span class="muted">{plural(own.length, "field")}</span>
      </summary>
      <ul>
        {own.map((note) => (
          <li key={`${note.path}${note.reason}`}>
            <code>{note.path || "(file)"}</code> <span class="muted">×{note.count}</span>
            {note.reason === "" ? null : <span>{note.reason}</span>}
            <Example note={note} />
          </li>
        ))}
      </ul>
    </details>
  );
}

export interface ImportReportProps {
  readonly report: Report;
  /** What to press now. */
  readonly children: ComponentChildren;
}

/** What a file brings, before anything is stored. */
export function ImportReport({ report, children }: ImportReportProps) {
  const { counts, names, refused } = report;
  return (
    <section class="import-report" aria-labelledby="import-report">
      <h2 id="import-report" tabIndex={-1}>{report.label}: {countText(report)}</h2>
      {names.length > 0 && <p class="import-names">{names.join(", ")}</p>}
      {counts.known > 0 && (
        <p class="muted">
          {plural(counts.known, "thing")} you have already: they stay as they are.
        </p>
      )}
      {report.repeatedCount > 0 && (
        <p class="muted">{plural(report.repeatedCount, "thing")} stand in the file twice.</p>
      )}
      {report.refusedCount > 0 && (
        <div class="import-refused">
          <h3>{plural(report.refusedCount, "thing")} cannot be taken</h3>
          <ul>
            {refused.map((item) => (
              <li key={item.name}>
                <b>{item.name}</b>: {item.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="import-actions">{children}</div>
      <Notes outcome="dropped" notes={report.notes} />
      <Notes outcome="changed" notes={report.notes} />
      <Notes outcome="kept" notes={report.notes} />
    </section>
  );
}

/** Whether there is anything to store. */
export function bringsSomething({ counts }: Report): boolean {
  return counts.creatures + counts.parties + counts.encounters + counts.templates > 0;
}

/** Where the imported things are now. */
export function ImportDone({ report }: { readonly report: Report }) {
  const { counts } = report;
  return (
    <section class="import-report" role="status">
      <h2>Imported {countText(report)}</h2>
      <p class="import-actions">
        {counts.creatures > 0 && (
          <a class="btn" data-kind="turn" href="/bestiary">Open the bestiary</a>
        )}
        {counts.parties > 0 && <a class="btn" href="/parties">Open your parties</a>}
        {counts.encounters > 0 && <a class="btn" href="/encounters">Open your fights</a>}
        <a class="btn" data-kind="bare" href="/import">Import another file</a>
      </p>
    </section>
  );
}
