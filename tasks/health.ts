// `deno task health [URL] [--json]`: how every part is, for people and scripts. With a URL it asks
// that instance (OPS_TOKEN of the environment opens it); without one it probes from here.
// Exit codes: 0 all is well, 1 degraded, 2 down, 3 no answer, 64 misuse.
import { componentSchema } from "@/lib/health/shared.ts";
import { z } from "zod";
import { StateFile } from "@/lib/alerting/state_file.ts";
import { composePlatform } from "@/lib/compose/platform.ts";
import { composeWatchedStore } from "@/lib/compose/store.ts";
import { type Config, loadConfig } from "@/lib/config.ts";
import type { HealthReport } from "@/lib/health/port.ts";
import { SILENT_LOG } from "@/lib/log.ts";

const USAGE = "Usage: deno task health [https://instance] [--json]";
const EXIT = { ok: 0, degraded: 1, down: 2 } as const;

const Report = z.object({
  status: z.enum(["ok", "degraded", "down"]),
  release: z.string(),
  environment: z.string(),
  components: z.array(componentSchema),
});

/** The report as a table. */
export function healthTable(report: z.infer<typeof Report>): string {
  const rows = report.components.map((component) => [
    component.name,
    component.status.replace("_", " "),
    component.required ? "required" : "",
    component.latencyMs === null ? "" : `${component.latencyMs} ms`,
    `since ${component.changedAt}`,
    component.detail ?? "",
  ]);
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "));
  const title = `${report.environment} ${report.release}: ${report.status}`;
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`)].join("\n");
}

/** Asks a running instance; the sentence of a failure names no secret. */
export async function askInstance(
  url: string,
  token: string | undefined,
): Promise<z.infer<typeof Report> | string> {
  const address = new URL("/health", url);
  try {
    const response = await fetch(address, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (response.status === 404) {
      return `${address} answers 404: set OPS_TOKEN to the token of that instance`;
    }
    const parsed = Report.safeParse(parsedJson(text));
    return parsed.success ? parsed.data : `${address} answers ${response.status}, but no report`;
  } catch {
    return `${address} does not answer`;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function probeHere(config: Config): Promise<HealthReport> {
  const composed = await composeWatchedStore(config, SILENT_LOG);
  const keeper = new StateFile(config.DATA_DIR);
  const platform = composePlatform(config, SILENT_LOG, composed, { keeper });
  try {
    return await platform.health.check();
  } finally {
    await platform.close();
    await composed.store.close();
  }
}

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes("--json");
  const [url, ...more] = words.filter((word) => word !== "--json");
  if (more.length > 0 || (url !== undefined && !/^https?:\/\//.test(url))) {
    console.error(USAGE);
    return 64;
  }
  const config = loadConfig();
  const report = url === undefined
    ? await probeHere(config)
    : await askInstance(url, config.OPS_TOKEN);
  if (typeof report === "string") {
    console.error(json ? JSON.stringify({ error: report }) : `No report: ${report}`);
    return 3;
  }
  console.log(json ? JSON.stringify(report) : healthTable(Report.parse(report)));
  return EXIT[report.status];
}

if (import.meta.main) Deno.exit(await main(Deno.args));
