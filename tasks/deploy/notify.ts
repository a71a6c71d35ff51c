import { z } from "zod";
import { pagerdutyChannel } from "@/lib/alerting/channels/pagerduty.ts";
import { postJson } from "@/lib/alerting/channels/post.ts";
import { escapeSlack } from "@/lib/alerting/channels/slack.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The end of a deployment, for people and for GitHub. */
export interface Outcome {
  readonly environment: string;
  readonly release: string;
  readonly state: "started" | "deployed" | "rolled back" | "failed" | "stuck";
  readonly text: string;
  /** Where people reach it. */
  readonly address: string;
}

const PATIENCE_MS = 5_000;

const ICON: Readonly<Record<Outcome["state"], string>> = {
  started: "🚀",
  deployed: "✅",
  failed: "⚠️",
  "rolled back": "↩️",
  stuck: "🔴",
};

async function tellSlack(env: Environment, outcome: Outcome): Promise<string | undefined> {
  const url = env["SLACK_WEBHOOK_URL"];
  if (url === undefined || outcome.state === "started") return undefined;
  const text = `${ICON[outcome.state]} *${outcome.environment}* ${escapeSlack(outcome.text)}`;
  const sent = await postJson(url, JSON.stringify({ text }), {}, AbortSignal.timeout(PATIENCE_MS));
  return sent.ok ? undefined : `Slack was not told: ${sent.reason}`;
}

async function page(env: Environment, outcome: Outcome): Promise<string | undefined> {
  const key = env["PAGERDUTY_INTEGRATION_KEY"];
  if (outcome.state !== "stuck") return undefined;
  if (key === undefined) return "nobody was paged: PAGERDUTY_INTEGRATION_KEY is not set";
  const channel = pagerdutyChannel(key, env["PAGERDUTY_EVENTS_URL"]);
  const sent = await channel.send({
    instance: "deploy",
    id: crypto.randomUUID(),
    environment: outcome.environment,
    runbooks: `${outcome.address}/ops/runbooks/`,
    alerts: [{
      key: "deploy",
      rule: "deploy",
      severity: "critical",
      summary: outcome.text,
      incident: `deploy-${outcome.release}`,
      since: new Date().toISOString(),
      kind: "firing",
    }],
  }, AbortSignal.timeout(PATIENCE_MS));
  return sent.ok ? undefined : `nobody was paged: ${sent.reason}`;
}

const GITHUB_STATE: Readonly<Record<Outcome["state"], string>> = {
  started: "in_progress",
  deployed: "success",
  failed: "failure",
  "rolled back": "failure",
  stuck: "error",
};

const Deployment = z.object({ id: z.number() });

/** The deployment on GitHub, made with the first status; undefined where none is wanted. */
let deployment: number | undefined;

async function tellGitHub(env: Environment, outcome: Outcome): Promise<string | undefined> {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository } = env;
  if (token === undefined || repository === undefined) return undefined;
  const api = `${
    env["GITHUB_API_URL"] ?? "https://api.github.com"
  }/repos/${repository}/deployments`;
  const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    if (deployment === undefined) {
      const body = JSON.stringify({
        ref: env["GITHUB_SHA"] ?? outcome.release,
        environment: outcome.environment,
        auto_merge: false,
        required_contexts: [],
      });
      const response = await fetch(api, { method: "POST", headers, body, signal });
      const made = Deployment.safeParse(await response.json());
      if (!made.success) return `GitHub was not told: HTTP ${response.status}`;
      deployment = made.data.id;
    }
    const sent = await postJson(
      `${api}/${deployment}/statuses`,
      JSON.stringify({
        state: GITHUB_STATE[outcome.state],
        environment_url: outcome.address,
        description: outcome.text.slice(0, 140),
      }),
      headers,
      signal,
    );
    return sent.ok ? undefined : `GitHub was not told: ${sent.reason}`;
  } catch {
    return "GitHub was not told: unreachable";
  }
}

/** Tells everybody who is configured, side by side; a line for each that was not reached. */
export async function notify(env: Environment, outcome: Outcome): Promise<readonly string[]> {
  const lines = await Promise.all([
    tellSlack(env, outcome),
    page(env, outcome),
    tellGitHub(env, outcome),
  ]);
  return lines.filter((line) => line !== undefined);
}
