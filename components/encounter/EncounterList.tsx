import { Icon } from "@/components/ui/Icon.tsx";
import type { EncounterSummary } from "@/lib/contracts/summary.ts";

const HOUR = 3_600_000;
/** A running fight that nobody touched for so long is parked. */
const PARKED_AFTER = 3 * HOUR;

/** "just now", "12 minutes ago", "3 days ago": right in every time zone. */
export function ago(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 2) return "just now";
  if (minutes < 60) return `${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return hours === 1 ? "an hour ago" : `${hours} hours ago`;
  const days = Math.floor(hours / 24);
  if (days < 60) return days === 1 ? "yesterday" : `${days} days ago`;
  return `${Math.floor(days / 30)} months ago`;
}

export interface EncounterStatus {
  live: boolean;
  words: string;
  /** What its main button says, and where it leads. */
  does: "Open" | "Resume" | "Build" | "Recap";
  href: string;
}

/** How a fight stands, in a few words. */
export function encounterStatus(encounter: EncounterSummary, now: number): EncounterStatus {
  const href = `/encounters/${encounter.id}`;
  const rounds = encounter.round === 1 ? "1 round" : `${encounter.round} rounds`;
  switch (encounter.status) {
    case "running": {
      const parked = now - encounter.updatedAt > PARKED_AFTER;
      return parked
        ? { live: false, words: `Parked, round ${encounter.round}`, does: "Resume", href }
        : { live: true, words: `, round ${encounter.round}`, does: "Open", href };
    }
    case "ended":
      return { live: false, words: `Finished, ${rounds}`, does: "Recap", href: `${href}/summary` };
    case "building":
      return {
        live: false,
        words: encounter.combatants === 0 ? "Empty" : "Ready",
        does: "Build",
        href: `${href}/build`,
      };
  }
}

function Do({ what, id, children }: {
  what: "duplicate" | "archive" | "unarchive" | "delete";
  id: string;
  children: string;
}) {
  return (
    <form method="post" action="/encounters">
      <input type="hidden" name="id" value={id} />
      <button type="submit" class="btn" data-kind="bare" name="do" value={what}>{children}</button>
    </form>
  );
}

function More({ encounter }: { encounter: EncounterSummary }) {
  return (
    <details class="more">
      <summary class="btn" data-kind="bare" data-icon aria-label={`More for ${encounter.name}`}>
        <Icon name="more" />
      </summary>
      <div class="more-list">
        <Do what="duplicate" id={encounter.id}>Duplicate</Do>
        <Do what={encounter.archivedAt === null ? "archive" : "unarchive"} id={encounter.id}>
          {encounter.archivedAt === null ? "Archive" : "Bring back"}
        </Do>
        <Do what="delete" id={encounter.id}>Delete</Do>
      </div>
    </details>
  );
}

function Line({ encounter, now }: { encounter: EncounterSummary; now: number }) {
  const { live, words, does, href } = encounterStatus(encounter, now);
  const creatures = encounter.combatants === 1 ? "1 creature" : `${encounter.combatants} creatures`;
  return (
    <li>
      <h2>
        <a href={href}>{encounter.name}</a>
      </h2>
      <span>
        {live && <span class="live">Running</span>}
        {words}
        <br />
        <span class="muted">{encounter.combatants === 0 ? "Nobody here yet" : creatures}</span>
      </span>
      <span class="muted">
        {encounter.edition} rules
        <br />
        <time datetime={new Date(encounter.updatedAt).toISOString()}>
          {ago(encounter.updatedAt, now)}
        </time>
      </span>
      <span class="list-actions">
        <a class="btn" href={href} aria-label={`${does} ${encounter.name}`}>{does}</a>
        <More encounter={encounter} />
      </span>
    </li>
  );
}

/** A person's fights, the one touched last on top. */
export function EncounterList(
  { encounters, now }: { encounters: readonly EncounterSummary[]; now: number },
) {
  return (
    <ul class="list">
      {encounters.map((encounter) => <Line key={encounter.id} encounter={encounter} now={now} />)}
    </ul>
  );
}
