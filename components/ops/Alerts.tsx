import { Icon } from "@/components/ui/Icon.tsx";
import type { AlertingStatus, AlertView } from "@/lib/alerting/port.ts";

/** What fires, with its runbook and a way to keep it quiet; then the silences. */
export function Alerts({ status }: { readonly status: AlertingStatus }) {
  return (
    <>
      <section class="page-section" aria-labelledby="alerts">
        <h2 id="alerts">Alerts</h2>
        {status.alerts.length === 0
          ? <p>Nothing fires. Last evaluated: {time(status.evaluatedAt)}.</p>
          : <AlertTable alerts={status.alerts} />}
        <Delivery status={status} />
      </section>
      {status.silences.length === 0 ? null : <Silences status={status} />}
    </>
  );
}

/** What wakes people stands first. */
const FIRST = ["critical", "warning", "ticket"];

function byUrgency(a: AlertView, b: AlertView): number {
  if (a.status !== b.status) return a.status === "firing" ? -1 : 1;
  return FIRST.indexOf(a.severity) - FIRST.indexOf(b.severity);
}

function AlertTable({ alerts }: { readonly alerts: readonly AlertView[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Alerts, table">
      <table class="data-table alert-table">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Alert</th>
            <th scope="col">Since</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {alerts.toSorted(byUrgency).map((alert) => <AlertRow key={alert.key} alert={alert} />)}
        </tbody>
      </table>
    </div>
  );
}

function AlertRow({ alert }: { readonly alert: AlertView }) {
  const firing = alert.status === "firing";
  const quiet = alert.silenced ? ", silenced" : alert.inhibited ? ", told with its cause" : "";
  const runbook = `/ops/runbooks/${alert.rule.replaceAll("_", "-")}.md`;
  return (
    <tr>
      <td>
        <span class="state" data-s={firing ? "bad" : undefined}>
          <Icon name={firing ? "warning" : "clock"} />
          {firing ? "Firing" : "Pending"} ({alert.severity}
          {quiet})
        </span>
      </td>
      <td>
        <b>{alert.key}</b>
        <br />
        {alert.summary}
      </td>
      <td>{time(alert.since)}</td>
      <td>
        <div class="alert-actions">
          <a href={runbook}>Runbook</a>
          {firing ? <Acknowledge alert={alert} /> : null}
          <form method="post" action="/ops/silences">
            <input type="hidden" name="match" value={alert.key} />
            <button class="btn" type="submit">Silence 1 h</button>
          </form>
        </div>
      </td>
    </tr>
  );
}

function Acknowledge({ alert }: { readonly alert: AlertView }) {
  if (alert.acknowledged !== null) return <p>{alert.acknowledged.by} works on it.</p>;
  return (
    <form method="post" action="/ops/acknowledge">
      <input type="hidden" name="incident" value={alert.incident} />
      <button class="btn" type="submit">Acknowledge</button>
    </form>
  );
}

function Delivery({ status }: { readonly status: AlertingStatus }) {
  const waiting = Object.entries(status.waiting);
  if (waiting.length === 0 && status.givenUp === 0) return null;
  const parts = waiting.map(([channel, count]) => `${count} for ${channel}`);
  if (status.givenUp > 0) parts.push(`${status.givenUp} given up`);
  return <p role="status">Messages that wait: {parts.join(", ")}.</p>;
}

function Silences({ status }: { readonly status: AlertingStatus }) {
  return (
    <section class="page-section" aria-labelledby="silences">
      <h2 id="silences">Silences</h2>
      <ul class="log">
        {status.silences.map((silence) => (
          <li key={silence.id}>
            <span>
              <b>{silence.match}</b> until {time(silence.until)}: {silence.reason}
            </span>
            <form method="post" action="/ops/silences">
              <input type="hidden" name="end" value={silence.id} />
              <button class="btn" type="submit">End</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A time as an element that a program can read too. */
export function time(iso: string | null) {
  if (iso === null) return "never";
  return (
    <time class="ops-time" dateTime={iso}>
      <span>{iso.slice(0, 10)}</span> <span>{iso.slice(11, 19)} UTC</span>
    </time>
  );
}
