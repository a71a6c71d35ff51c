import { page, type PageProps } from "fresh";
import { Head } from "fresh/runtime";
import { Incidents } from "@/components/ops/Incidents.tsx";
import { Alerts } from "@/components/ops/Alerts.tsx";
import { type Minute, OperationsNumbers } from "@/components/ops/Numbers.tsx";
import { Parts } from "@/components/ops/Parts.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define, type State } from "@/define.ts";
import { peerOf } from "@/lib/http/ops_guard.ts";
import type { AlertingStatus } from "@/lib/alerting/port.ts";
import type { HealthReport } from "@/lib/health/port.ts";
import { quantile, type TrafficPoint } from "@/lib/metrics/port.ts";

type OpsData =
  | { readonly signedIn: false; readonly refused: boolean }
  | {
    readonly signedIn: true;
    readonly open: boolean;
    readonly at: string;
    readonly report: HealthReport;
    /** Null while the store is away. */
    readonly status: AlertingStatus | null;
    readonly minutes: readonly Minute[] | null;
    readonly latency: number | null;
  };

const HEADERS = { "cache-control": "no-store" };

/** Health, alerts and figures for operators. */
export const handler = define.handlers<OpsData>({
  async GET(ctx) {
    const { alerting, health, ops, traffic } = ctx.state.services;
    if (!await ops.allows(ctx.req, peerOf(ctx))) {
      const refused = ctx.url.searchParams.has("refused");
      return page({ signedIn: false, refused }, { status: 401, headers: HEADERS });
    }
    const [report, status, series] = await Promise.all([
      health.check(),
      alerting.status().catch(() => null),
      traffic.series(60),
    ]);
    const at = new Date().toISOString();
    const minutes = series?.map(minuteOf) ?? null;
    const latency = series ? p95(series.slice(-5)) : null;
    return page({ signedIn: true, open: ops.open, at, report, status, minutes, latency }, {
      headers: HEADERS,
    });
  },
});

function minuteOf(point: TrafficPoint): Minute {
  const { requests, errors, limited, unauthorized } = point;
  return { requests, errors, limited, unauthorized, p95: p95([point]) };
}

function p95(points: readonly TrafficPoint[]): number | null {
  const [first] = points;
  if (!first) return null;
  const at = (i: number) => points.reduce((sum, point) => sum + (point.latency[i] ?? 0), 0);
  return quantile(first.latency.map((_, i) => at(i)), 0.95);
}

export default function Ops({ data, state }: PageProps<OpsData, State>) {
  return (
    <SitePage path="/ops" theme={state.theme ?? "system"}>
      <Head>
        <title>Operations · Encounter Tracker</title>
        <meta name="robots" content="noindex" />
      </Head>
      <div class="wrap">
        {data.signedIn ? <Board {...data} /> : <SignIn refused={data.refused} />}
      </div>
    </SitePage>
  );
}

function Board(data: OpsData & { signedIn: true }) {
  const { open, at, report, status, minutes, latency } = data;
  const firing = status?.alerts.filter((alert) => alert.status === "firing").length ?? 0;
  return (
    <>
      <div class="page-head">
        <h1>Operations</h1>
        <span class="state" data-s={report.status === "ok" && firing === 0 ? "ok" : "bad"}>
          {report.environment} {report.release}: {report.status}
          {firing > 0 ? `, ${firing} firing` : ""}
        </span>
        <span class="push muted">As of {at.slice(11, 19)} UTC</span>
        <a class="btn" href="/ops">Reload</a>
        {open ? null : (
          <form method="post" action="/ops/sign-out">
            <button class="btn" type="submit">Sign out</button>
          </form>
        )}
      </div>
      <OperationsNumbers minutes={minutes} latency={latency} />
      {status === null
        ? <p role="status">The alerts cannot be read: the store does not answer.</p>
        : (
          <>
            <Alerts status={status} />
            <Incidents incidents={status.incidents} />
          </>
        )}
      <Parts report={report} />
    </>
  );
}

function SignIn({ refused }: { readonly refused: boolean }) {
  return (
    <>
      <div class="page-head">
        <h1>Operations</h1>
      </div>
      <form class="ops-form" method="post" action="/ops/sign-in">
        <div class="field">
          <label for="token">Operator's token</label>
          <input
            class="input"
            id="token"
            name="token"
            type="password"
            autocomplete="current-password"
            required
            aria-describedby={refused ? "refused" : undefined}
          />
        </div>
        <button class="btn" data-kind="turn" type="submit">Sign in</button>
        {refused
          ? (
            <p id="refused" class="field-error" role="alert">
              That is not the token. It stands in OPS_TOKEN.
            </p>
          )
          : null}
      </form>
    </>
  );
}
