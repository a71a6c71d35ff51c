import { Icon } from "@/components/ui/Icon.tsx";

/** One minute of all instances' traffic. */
export interface Minute {
  readonly requests: number;
  readonly errors: number;
  readonly limited: number;
  readonly unauthorized: number;
  /** Seconds; null without requests. */
  readonly p95: number | null;
}

export interface OperationsNumbersProps {
  /** The last hour; null when the figures cannot be read. */
  readonly minutes: readonly Minute[] | null;
  /** The 95th percentile of the last five minutes in seconds; null without requests. */
  readonly latency: number | null;
}

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly points: readonly number[];
  /** The most that is fine, in the unit of the points; null where there is no such thing. */
  readonly limit: number | null;
  readonly note: string;
  readonly bad: boolean;
}

/** Requests, errors and latency of the last hour, all instances together. */
export function OperationsNumbers({ minutes, latency }: OperationsNumbersProps) {
  if (minutes === null) {
    return <p role="status">The shared figures cannot be read: the cache does not answer.</p>;
  }
  return (
    <section aria-label="Figures of the last hour">
      <div class="tiles">
        {tilesOf(minutes, latency).map((tile) => <TileView key={tile.label} {...tile} />)}
      </div>
    </section>
  );
}

function TileView({ label, value, unit, points, limit, note, bad }: Tile) {
  return (
    <div class="tile" data-bad={bad || undefined}>
      <span class="label">{label}</span>
      <b>
        {value} <small>{unit}</small>
      </b>
      <Spark points={points} limit={limit} />
      <span class="state" data-s={bad ? "bad" : "ok"}>
        <Icon name={bad ? "warning" : "check"} />
        {note}
      </span>
    </div>
  );
}

/** A line of sixty points, with a dashed line where the limit is. */
function Spark({ points, limit }: Pick<Tile, "points" | "limit">) {
  const top = Math.max(...points, (limit ?? 0) * 1.2, 1e-9);
  const y = (value: number) => (38 - (value / top) * 36).toFixed(1);
  const x = (index: number) => ((index / Math.max(1, points.length - 1)) * 100).toFixed(1);
  const path = points.map((value, i) => `${i === 0 ? "M" : "L"}${x(i)} ${y(value)}`).join("");
  return (
    <svg class="spark" viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
      {limit === null ? null : <line x1="0" x2="100" y1={y(limit)} y2={y(limit)} />}
      <path d={path} />
    </svg>
  );
}

function tilesOf(minutes: readonly Minute[], latency: number | null): Tile[] {
  const recent = minutes.slice(-5);
  const sum = (pick: (point: Minute) => number, points: readonly Minute[] = recent) =>
    points.reduce((total, point) => total + pick(point), 0);
  const requests = sum((point) => point.requests);
  const errors = sum((point) => point.errors);
  const share = requests === 0 ? null : (errors / requests) * 100;
  const format = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 2 });
  return [
    {
      label: "Requests, 5 min",
      value: format(requests),
      unit: "",
      points: minutes.map((point) => point.requests),
      limit: null,
      note: `${format(sum((point) => point.requests, minutes))} in the hour`,
      bad: false,
    },
    {
      label: "Errors, 5 min",
      value: share === null ? "–" : format(share),
      unit: "%",
      points: minutes.map((point) => point.requests ? (point.errors / point.requests) * 100 : 0),
      limit: 5,
      note: share === null ? "no requests" : "limit 5 %",
      bad: share !== null && share > 5,
    },
    {
      label: "Latency, p95",
      value: latency === null ? "–" : format(latency * 1_000),
      unit: "ms",
      points: minutes.map((point) => Math.min(10, point.p95 ?? 0)),
      limit: 1,
      note: latency === null ? "no requests" : "limit 1 s",
      bad: latency !== null && latency > 1,
    },
    {
      label: "Turned away, 5 min",
      value: format(sum((point) => point.limited + point.unauthorized)),
      unit: "",
      points: minutes.map((point) => point.limited + point.unauthorized),
      limit: null,
      note: `${format(sum((point) => point.limited))} over a rate limit`,
      bad: false,
    },
  ];
}
