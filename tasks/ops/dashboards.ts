/** Grafana's dashboards as code: rows of panels, each a title, a unit and its queries. */
interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly (readonly [expr: string, legend: string])[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const PEOPLE = `route!~"/livez|/readyz|/health|/metrics|/ops"`;

function p95(metric: string, by: string): string {
  return `histogram_quantile(0.95, sum by (le${by}) (rate(${metric}_bucket[5m])))`;
}

export const DASHBOARDS: readonly Dashboard[] = [
  {
    uid: "encounter-tracker-site",
    title: "Encounter Tracker: the site",
    panels: [
      {
        title: "Requests a second",
        unit: "reqps",
        queries: [[
          `sum by (status) (rate(http_requests_total{${PEOPLE}}[5m]))`,
          "{{status}}",
        ]],
      },
      {
        title: "Share that fails (limit 5 %)",
        unit: "percentunit",
        queries: [["site:errors:increase5m / site:requests:increase5m", "5 minutes"], [
          "site:errors:increase1h / site:requests:increase1h",
          "1 hour",
        ]],
      },
      {
        title: "Error budget of 3 days that is used",
        unit: "percentunit",
        queries: [["site:errors:increase3d / (site:requests:increase3d * 0.001)", "used"]],
      },
      {
        title: "Slowest routes, 95 %",
        unit: "s",
        queries: [[`topk(8, ${p95("http_request_duration_seconds", ", route")})`, "{{route}}"]],
      },
      {
        title: "Failing routes",
        unit: "reqps",
        queries: [[
          `topk(8, sum by (method, route) (rate(http_requests_total{${PEOPLE},status="5xx"}[5m])))`,
          "{{method}} {{route}}",
        ]],
      },
      {
        title: "Alerts that fire",
        unit: "none",
        queries: [["max by (rule) (alerts_firing) > 0", "{{rule}}"]],
      },
    ],
  },
  {
    uid: "encounter-tracker-table",
    title: "Encounter Tracker: at the table",
    panels: [
      {
        title: "Commands a second",
        unit: "ops",
        queries: [["sum by (outcome) (rate(fight_commands_total[5m]))", "{{outcome}}"]],
      },
      {
        title: "Open streams",
        unit: "none",
        queries: [["sum by (role) (fight_streams_open)", "{{role}}"]],
      },
      {
        title: "From a command to the phones, 95 %",
        unit: "s",
        queries: [[p95("fight_fanout_duration_seconds", ", from"), "{{from}}"]],
      },
      {
        title: "Deciding a command, 95 %",
        unit: "s",
        queries: [[p95("fight_command_duration_seconds", ""), "95 %"]],
      },
    ],
  },
  {
    uid: "encounter-tracker-parts",
    title: "Encounter Tracker: parts and jobs",
    panels: [
      {
        title: "Parts (1 is well)",
        unit: "none",
        queries: [["min by (component) (component_up)", "{{component}}"]],
      },
      {
        title: "Store calls, 95 %",
        unit: "s",
        queries: [[
          `topk(8, ${p95("store_operation_duration_seconds", ", operation")})`,
          "{{operation}}",
        ]],
      },
      {
        title: "Disk that is free",
        unit: "bytes",
        queries: [[`disk_bytes{kind="free"}`, "{{instance}}"]],
      },
      {
        title: "Jobs: seconds late",
        unit: "s",
        queries: [["max by (job) (job_lag_seconds)", "{{job}}"]],
      },
      {
        title: "Newest backup: age (at most 26 hours)",
        unit: "s",
        queries: [["max(backup_age_seconds)", "age"]],
      },
      {
        title: "Last restore drill: time it took (at most 1 hour), what would have been lost",
        unit: "s",
        queries: [
          ["max(backup_drill_rto_seconds)", "time to restore"],
          ["max(backup_drill_rpo_seconds)", "age of what was restored"],
        ],
      },
      {
        title: "Messages of the alerting",
        unit: "none",
        queries: [
          ["max by (channel) (alert_messages_waiting)", "{{channel}} waits"],
          ["max by (channel) (alert_messages_refused)", "{{channel}} refused"],
        ],
      },
      {
        title: "Memory and event loop",
        unit: "none",
        queries: [[`process_memory_bytes{kind="rss"}`, "{{instance}} bytes"], [
          p95("event_loop_lag_seconds", ", instance"),
          "{{instance}} lag",
        ]],
      },
    ],
  },
];

/** The names of the app's own metrics that the dashboards ask for. */
export function metricsOf(dashboards: readonly Dashboard[]): readonly string[] {
  const names = dashboards.flatMap(({ panels }) =>
    panels.flatMap(({ queries }) =>
      queries.flatMap(([expr]) => expr.match(/\b[a-z]+(?:_[a-z]+)+(?=[{[)]| >|$)/g) ?? [])
    )
  );
  return [...new Set(names.map((name) => name.replace(/_bucket$/, "")))].sort();
}

/** A dashboard as Grafana imports it. */
export function dashboardJson({ uid, title, panels }: Dashboard): string {
  const dashboard = {
    uid,
    title,
    schemaVersion: 39,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    templating: {
      list: [{ name: "source", type: "datasource", query: "prometheus", label: "Prometheus" }],
    },
    panels: panels.map(({ title, unit, queries }, i) => ({
      id: i + 1,
      type: "timeseries",
      title,
      datasource: { type: "prometheus", uid: "${source}" },
      gridPos: { x: (i % 2) * 12, y: Math.floor(i / 2) * 8, w: 12, h: 8 },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: queries.map(([expr, legendFormat], at) => ({
        refId: String.fromCharCode(65 + at),
        expr,
        legendFormat,
      })),
    })),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
