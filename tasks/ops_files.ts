// `deno task ops:write` writes ops/prometheus, ops/alertmanager and ops/grafana from the rules that
// the app has built in; `deno task ops:check` says what differs, and lets promtool and amtool look
// where `.ci/tools` can bring them. Ends with 1 when anything is wrong.
import { RULES } from "@/lib/alerting/rules.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { run } from "@/tasks/lib/run.ts";
import { dashboardJson, DASHBOARDS } from "@/tasks/ops/dashboards.ts";
import {
  alertingRules,
  alertmanagerConfig,
  alertNames,
  recordingRules,
  scrapeConfig,
} from "@/tasks/ops/prometheus.ts";
import { ruleTests, untestedRules } from "@/tasks/ops/rule_tests.ts";

/** Where the runbooks of one's own site are; whoever copies the files puts the real one there. */
const RUNBOOKS = "https://fights.example.org/ops/runbooks/";

/** Every file that is written, by its path. */
export async function opsFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ["ops/prometheus/prometheus.yml", scrapeConfig()],
    ["ops/prometheus/recording.yml", recordingRules()],
    ["ops/prometheus/alerts.yml", alertingRules(RUNBOOKS)],
    ["ops/prometheus/rules_test.yml", await ruleTests(RUNBOOKS)],
    ["ops/alertmanager/alertmanager.yml", alertmanagerConfig()],
    ...DASHBOARDS.map((dashboard): [string, string] => [
      `ops/grafana/${dashboard.uid.replace("encounter-tracker-", "")}.json`,
      dashboardJson(dashboard),
    ]),
  ]);
}

/** One line for each file that is not what the rules say, and for each rule that has none. */
export async function staleOpsFiles(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of await opsFiles()) {
    const there = await Deno.readTextFile(ROOT + path).catch(() => "");
    if (there !== text) stale.push(`${path} differs from the rules: run \`deno task ops:write\``);
  }
  const named = new Set(alertNames());
  for (const rule of RULES) if (!named.has(rule)) stale.push(`${rule} has no rule of Prometheus`);
  for (const rule of untestedRules(alertNames())) stale.push(`no case lets ${rule} fire`);
  return stale;
}

/** What promtool and amtool say; a line for each of them that is not there. */
export async function lintOpsFiles(): Promise<{ problems: string[]; leftOut: string[] }> {
  const problems: string[] = [];
  const leftOut: string[] = [];
  const tools = [
    ["promtool", ["check", "config", "--syntax-only", "ops/prometheus/prometheus.yml"]],
    ["promtool", ["check", "rules", "ops/prometheus/recording.yml", "ops/prometheus/alerts.yml"]],
    ["promtool", ["test", "rules", "ops/prometheus/rules_test.yml"]],
    ["amtool", ["check-config", "ops/alertmanager/alertmanager.yml"]],
  ] as const;
  for (const [tool, words] of tools) {
    const found = (await run(".ci/tools", [tool], { output: "collect" })).text;
    const program = /^ok \S+ \S+ (\/.+)$/m.exec(found)?.[1];
    if (program === undefined) leftOut.push(`left out: ${tool} ${words[0]} (${found.trim()})`);
    else {
      const { code, text } = await run(program, words, { output: "collect" });
      if (code !== 0) problems.push(`${tool} ${words.join(" ")}:\n${text.trim()}`);
    }
  }
  return { problems, leftOut };
}

async function main(words: readonly string[]): Promise<number> {
  if (words.includes("--write")) {
    for (const [path, text] of await opsFiles()) {
      await Deno.mkdir(ROOT + path.slice(0, path.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(ROOT + path, text);
    }
    return 0;
  }
  const { problems, leftOut } = await lintOpsFiles();
  const all = [...await staleOpsFiles(), ...problems];
  for (const line of [...leftOut, ...all]) console.error(line);
  if (all.length === 0) console.log(`${(await opsFiles()).size} files are as the rules say`);
  return all.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
