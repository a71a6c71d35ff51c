import { time } from "@/components/ops/Alerts.tsx";
import type { IncidentView } from "@/lib/alerting/port.ts";

/** Incidents that the page shows; older ones are in the alerting's document. */
const SHOWN = 20;

/** What fired lately, each incident with its timeline. */
export function Incidents({ incidents }: { readonly incidents: readonly IncidentView[] }) {
  if (incidents.length === 0) return null;
  return (
    <section class="page-section" aria-labelledby="incidents">
      <h2 id="incidents">Incidents</h2>
      {incidents.slice(0, SHOWN).map((view) => <Incident key={view.incident} incident={view} />)}
    </section>
  );
}

function Incident({ incident }: { readonly incident: IncidentView }) {
  const { key, severity, summary, startedAt, endedAt, events } = incident;
  return (
    <details open={endedAt === null}>
      <summary>
        <b>{key}</b> ({severity}), {endedAt === null ? "since" : "from"} {time(startedAt)}
        {endedAt === null ? null : <>{" "}to {time(endedAt)}</>}
      </summary>
      <p>{summary}</p>
      <ol class="log">
        {events.map((event) => (
          <li key={event.at + event.what}>
            <span>
              {time(event.at)} {event.what}
              {event.by === undefined ? "" : ` by ${event.by}`}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
