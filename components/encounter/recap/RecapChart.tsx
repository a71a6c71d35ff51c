import { SideMark } from "@/components/ui/SideMark.tsx";
import type { RecapRow, RecapTime } from "@/lib/contracts/recap.ts";

/** A bar for eyes; the figure stands beside it. */
function Bar({ value, most, tone }: { value: number; most: number; tone: "ink" | "harm" }) {
  return (
    <svg
      class="recap-bar"
      data-tone={tone}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="recap-rail" x="0" y="4.5" width="100" height="1" />
      <rect x="0" y="0" width={most > 0 ? 100 * value / most : 0} height="10" />
    </svg>
  );
}

/** Damage dealt and taken, a line a combatant. */
export function DamageChart({ rows }: { rows: readonly RecapRow[] }) {
  if (rows.length === 0) return <p class="muted">Nobody dealt or took any damage.</p>;
  const dealt = Math.max(...rows.map((row) => row.dealt));
  const taken = Math.max(...rows.map((row) => row.taken));
  return (
    <div class="table-scroll" role="region" aria-label="Damage by combatant" tabIndex={0}>
      <table class="data-table recap-table">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Dealt</th>
            <th scope="col">Taken</th>
            <th scope="col" data-n>Healed</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <SideMark side={row.side} /> <span class="name">{row.name}</span>
              </th>
              <td>
                <span class="recap-cell">
                  <b>{row.dealt}</b>
                  <Bar value={row.dealt} most={dealt} tone="ink" />
                </span>
              </td>
              <td>
                <span class="recap-cell">
                  <b>{row.taken}</b>
                  <Bar value={row.taken} most={taken} tone="harm" />
                </span>
              </td>
              <td data-n>{row.healed > 0 ? row.healed : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Seconds as "0:42". */
export function seconds(milliseconds: number): string {
  const whole = Math.round(milliseconds / 1000);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** How long each one's turns took. */
export function TimeChart({ times }: { times: readonly RecapTime[] }) {
  if (times.length === 0) return <p class="muted">Nobody has taken a turn yet.</p>;
  const most = Math.max(...times.map((time) => time.average));
  return (
    <table class="data-table recap-times">
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">A turn</th>
          <th scope="col" data-n>Turns</th>
        </tr>
      </thead>
      <tbody>
        {times.map((time) => (
          <tr key={time.id}>
            <th scope="row">
              <span class="name">{time.name}</span>
            </th>
            <td>
              <span class="recap-cell">
                <b>{seconds(time.average)}</b>
                <Bar value={time.average} most={most} tone="ink" />
              </span>
            </td>
            <td data-n>{time.turns}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
