// `deno task jobs [list|run [NAME]]`: jobs by hand or from a scheduler.
// Exit codes: 0 done, 1 a job failed or is late, 3 cannot be done, 64 misuse.
import { composeMail } from "@/lib/compose/mail.ts";
import { composeJobs } from "@/lib/compose/jobs.ts";
import { composeStore } from "@/lib/compose/store.ts";
import { loadConfig } from "@/lib/config.ts";
import { explained } from "@/lib/errors.ts";
import { isLate, type JobOutcome, type JobStatus, lagSeconds } from "@/lib/jobs/port.ts";
import { JobRecords } from "@/lib/jobs/records.ts";
import { isJobName, JOB_NAMES, JOBS } from "@/lib/jobs/registry.ts";
import { createLog } from "@/lib/log.ts";

const USAGE = `Usage: deno task jobs VERB [--json]
  list        every job: how often, what it does, when it last ran and how that ended
  run [NAME]  one job now, due or not; without a name all that are due
Jobs: ${JOB_NAMES.join(", ")}`;

/** One job as the list shows it; `status` is absent before an instance has meant to run it. */
export interface JobLine {
  readonly name: string;
  readonly everySeconds: number;
  readonly does: string;
  readonly status?: JobStatus;
  readonly late: boolean;
  readonly lagSeconds: number;
}

/** All jobs with where they stand at `now`, in milliseconds. */
export function jobLines(statuses: readonly JobStatus[], now: number): JobLine[] {
  return JOB_NAMES.map((name) => {
    const status = statuses.find((jobStatus) => jobStatus.name === name);
    const { everySeconds, does } = JOBS[name];
    if (!status) return { name, everySeconds, does, late: false, lagSeconds: 0 };
    const lag = Math.round(lagSeconds(status, now));
    return { name, everySeconds, does, status, late: isLate(status, now), lagSeconds: lag };
  });
}

/** The list as text for a person. */
export function listText(lines: readonly JobLine[]): string {
  return lines.map(({ name, everySeconds, does, status, late, lagSeconds }) => {
    const head = `${name}: every ${span(everySeconds)}. ${does}`;
    if (!status || status.startedAt === null) return `${head}\n  has not run yet`;
    const began = new Date(status.startedAt).toISOString();
    const end = status.endedAt === null || status.endedAt < status.startedAt
      ? "has not ended"
      : status.failure === null
      ? `done in ${status.tookMs} ms: ${status.said}`
      : `failed ${status.failures} times in a row: ${status.failure}`;
    return `${head}\n  last run ${began}, ${end}${late ? `\n  late by ${span(lagSeconds)}` : ""}`;
  }).join("\n");
}

function span(seconds: number): string {
  for (const [unit, size] of [["d", 86_400], ["h", 3_600], ["min", 60]] as const) {
    if (seconds >= size) return `${Math.round(seconds / size * 10) / 10} ${unit}`;
  }
  return `${seconds} s`;
}

/** How a run by hand ended, as text. */
export function outcomeText(name: string, outcome: JobOutcome): string {
  if (outcome.kind === "done") return `${name}: ${outcome.said} (${outcome.tookMs} ms)`;
  if (outcome.kind === "failed") return `${name} failed: ${outcome.reason}`;
  if (outcome.kind === "taken") return `${name} is being run by ${outcome.by}`;
  return `${name} is not due`;
}

const EXIT = { done: 0, not_due: 0, failed: 1, taken: 3 } as const;

async function main(all: readonly string[]): Promise<number> {
  const json = all.includes("--json");
  const [verb = "list", name] = all.filter((word) => word !== "--json");
  const known = verb === "list" ? name === undefined : verb === "run";
  if (!known || (name !== undefined && !isJobName(name))) {
    console.error(USAGE);
    return 64;
  }
  const config = loadConfig();
  const write = (line: string) => console.error(line);
  const log = createLog({ level: "error", write, now: () => new Date() });
  const { store } = await composeStore(config, log);
  const { outbox } = composeMail(config, { store, log });
  const runner = composeJobs({ config, store, log, outbox });
  try {
    if (name !== undefined) {
      const outcome = await runner.runNow(name);
      console.log(json ? JSON.stringify({ name, ...outcome }) : outcomeText(name, outcome));
      return EXIT[outcome.kind];
    }
    if (verb === "run") await runner.tick();
    const lines = jobLines(await new JobRecords(store.values).all(), Date.now());
    console.log(json ? JSON.stringify(lines) : listText(lines));
    return lines.some(({ late, status }) => late || status?.failure) ? 1 : 0;
  } finally {
    await runner.close();
    await store.close();
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
