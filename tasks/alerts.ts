// `deno task alerts [run|test|status|silence|unsilence]`: the alerting by hand or from a scheduler.
// Exit codes: 0 done, 1 something fires, is down or was not delivered, 3 cannot be done, 64 misuse.
import { StateFile } from "@/lib/alerting/state_file.ts";
import { composePlatform } from "@/lib/compose/platform.ts";
import type { ComposedPlatform } from "@/lib/compose/platform.ts";
import { composeWatchedStore } from "@/lib/compose/store.ts";
import { loadConfig } from "@/lib/config.ts";
import { explained } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { steps } from "@/lib/alerting/schedule.ts";
import { unknownMatch } from "@/lib/alerting/silence_match.ts";
import { type AlertingStatus, CHANNELS, type Notification } from "@/lib/alerting/port.ts";

const USAGE = `Usage: deno task alerts VERB [--json]
  run [--watch SECONDS]          evaluate the rules and tell people; once, or again and again
  status                         what fires, what is silenced, what waits to be sent
  test [${CHANNELS.join("|")}]   send a test message and say what the other side answered
  silence KEY|'*' TIME REASON    keep quiet for a while: silence component_down:cache 2h "moving it"
  unsilence ID                   end a silence`;

/** `90s`, `15m`, `2h` or `3d` in milliseconds, up to thirty days; undefined when it is no time. */
export function duration(text: string): number | undefined {
  const match = /^(\d{1,6})(s|m|h|d)$/.exec(text);
  const unit = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] ?? ""];
  const ms = Number(match?.[1]) * (unit ?? NaN);
  return ms > 0 && ms <= 30 * 86_400_000 ? ms : undefined;
}

/** The status as text for a person. */
export function statusText(status: AlertingStatus): string {
  const lines = [`last evaluated: ${status.evaluatedAt ?? "never"}`];
  if (status.alerts.length === 0) lines.push("nothing fires");
  for (const alert of status.alerts) {
    const quiet = alert.silenced ? ", silenced" : alert.inhibited ? ", told with its cause" : "";
    lines.push(`${alert.status} (${alert.severity}${quiet}) ${alert.key} since ${alert.since}`);
    lines.push(`  ${alert.summary}`, `  ${alert.runbook}`);
  }
  for (const view of status.silences) {
    lines.push(`silence ${view.id}: ${view.match} until ${view.until} (${view.reason})`);
  }
  for (const [channel, count] of Object.entries(status.waiting)) {
    lines.push(`${count} waiting for ${channel}`);
  }
  if (status.givenUp > 0) lines.push(`${status.givenUp} given up`);
  return lines.join("\n");
}

/** Between two evaluations that must agree, where no run leaves anything for the next. */
const AGREE_SECONDS = 30;

type Print = (text: string, data: unknown) => void;

async function evaluate(platform: ComposedPlatform, print: Print, dueMs = 0): Promise<void> {
  const tick = await platform.evaluator.tick(dueMs);
  if (tick.role === "kept") return;
  const told = tick.notified.map((alert) => `${alert.kind} ${alert.key}`).join(", ") ||
    "nothing new";
  const channels = platform.channels.map((channel) => channel.name).join(", ");
  const whom = channels === "" ? "no channel is configured" : `channels: ${channels}`;
  print(`${tick.role}: ${told}; ${tick.sent} sent (${whom})`, tick);
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}

async function run(platform: ComposedPlatform, words: readonly string[], print: Print) {
  const watch = words[0] === "--watch" ? Number(words[1]) : 0;
  if (words.length > 0 && !(watch >= 1 && watch <= 3_600)) return misuse();
  await evaluate(platform, print);
  // What the next run would not know of must come to its end in this one.
  if (watch === 0 && !platform.alertsKept()) {
    await pause(AGREE_SECONDS);
    await evaluate(platform, print);
  }
  const { stepMs, dueMs } = steps(Math.max(1, watch));
  while (watch > 0) {
    await pause(stepMs / 1_000);
    await evaluate(platform, print, dueMs);
  }
  await platform.evaluator.release();
  const { alerts } = await platform.alerting.status();
  const down = (await platform.health.check()).status === "down";
  return down || alerts.some((alert) => alert.status === "firing") ? 1 : 0;
}

async function test(platform: ComposedPlatform, words: readonly string[], print: Print) {
  const [name] = words;
  const channels = platform.channels.filter((channel) =>
    name === undefined || channel.name === name
  );
  if (channels.length === 0) {
    console.error(
      `Cannot test: ${
        name === undefined ? "no channel is configured" : `${name} is not configured`
      }`,
    );
    return 3;
  }
  const results = await Promise.all(channels.map(async (channel) => {
    // Both ends: a pager that takes the beginning and not the end wakes people for nothing.
    const began = await channel.send(testMessage("firing"), AbortSignal.timeout(5_000));
    const result = began.ok
      ? await channel.send(testMessage("resolved"), AbortSignal.timeout(5_000))
      : began;
    return { channel: channel.name, ...result };
  }));
  for (const result of results) {
    const said = result.ok ? "delivered, firing and resolved" : result.reason;
    print(`${result.channel}: ${said}`, result);
  }
  return results.every(({ ok }) => ok) ? 0 : 1;
}

/** The incident of this run's test, so that its end closes what its beginning opened. */
const TEST_INCIDENT = `test@${crypto.randomUUID()}`;

function testMessage(kind: "firing" | "resolved"): Notification {
  const id = crypto.randomUUID();
  return {
    id,
    environment: "test",
    instance: "deno task alerts test",
    runbooks: "",
    alerts: [{
      key: "test",
      rule: "alert-delivery",
      severity: "critical",
      summary: "This is a test message; nothing is wrong and nothing is to be done.",
      incident: TEST_INCIDENT,
      since: new Date().toISOString(),
      kind,
    }],
  };
}

async function silence(platform: ComposedPlatform, words: readonly string[], print: Print) {
  const [match, time, reason] = words;
  const ms = duration(time ?? "");
  if (!match || !reason || ms === undefined) return misuse();
  const unknown = unknownMatch(match);
  if (unknown !== undefined) {
    console.error(`Cannot silence ${match}: ${unknown}`);
    return 3;
  }
  const made = await platform.alerting.silence(match, ms, reason.slice(0, 200));
  print(`silence ${made.id}: ${made.match} until ${made.until}`, made);
  return 0;
}

async function unsilence(platform: ComposedPlatform, words: readonly string[], print: Print) {
  const ended = await platform.alerting.unsilence(words[0] ?? "");
  print(ended ? "ended" : "there is no silence of that id", { ended });
  return ended ? 0 : 3;
}

function misuse(): number {
  console.error(USAGE);
  return 64;
}

async function main(all: readonly string[]): Promise<number> {
  const json = all.includes("--json");
  const [verb = "status", ...words] = all.filter((word) => word !== "--json");
  const print: Print = (text, data) => console.log(json ? JSON.stringify(data) : text);
  const verbs: Record<string, (platform: ComposedPlatform) => Promise<number> | number> = {
    run: (platform) => run(platform, words, print),
    test: (platform) => test(platform, words, print),
    silence: (platform) => silence(platform, words, print),
    unsilence: (platform) => unsilence(platform, words, print),
    status: async (platform) => {
      const status = await platform.alerting.status();
      print(statusText(status), status);
      return status.alerts.some((alert) => alert.status === "firing") ? 1 : 0;
    },
  };
  const work = verbs[verb];
  if (!work) return misuse();
  const config = loadConfig();
  const write = (line: string) => console.error(line);
  const log = createLog({ level: "warn", write, now: () => new Date() });
  const composed = await composeWatchedStore(config, log);
  const platform = composePlatform(config, log, composed, {
    keeper: new StateFile(config.DATA_DIR),
  });
  try {
    return await work(platform);
  } finally {
    await platform.close();
    await composed.store.close();
  }
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    console.error(explained(error));
    Deno.exit(3);
  }
}
