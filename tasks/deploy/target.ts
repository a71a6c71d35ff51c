import { z } from "zod";
import { parseEnvFile } from "@/lib/config/env_file.ts";

const seconds = z.number().int().min(1).max(3_600);

const Local = z.strictObject({
  kind: z.literal("local"),
  /** Folder of the releases, relative to the working directory. */
  folder: z.string().min(1),
  /** Port that people use; a small proxy there passes requests to the release that serves. */
  port: z.number().int().min(1).max(65_535),
  /** The command that serves a release, in its folder. */
  serve: z.array(z.string().min(1)).min(1),
});

const Ssh = z.strictObject({
  kind: z.literal("ssh"),
  /** The program and its words that run a command line on the host, such as ssh. */
  connect: z.array(z.string().min(1)).min(1),
  /** Folder on the host that holds ops/host's files and the environment's .env. */
  folder: z.string().regex(/^\/[\w./-]+$/),
  /** Image without tag; a release is pulled by tag, and held to its digest when one is given. */
  image: z.string().regex(/^[\w.:/-]+$/),
  /** Where a new instance is asked before it gets traffic, as the host forwards it. */
  candidate: z.url(),
});

const DenoDeploy = z.strictObject({
  kind: z.literal("deno-deploy"),
  app: z.string().regex(/^[a-z][a-z0-9-]{2,62}$/),
  api: z.url().default("https://api.deno.com/v2"),
  /** Address of the preview slot, where a new revision is asked before it gets traffic. */
  candidate: z.url(),
});

const Target = z.strictObject({
  /** The branch that is deployed here; any when absent. */
  branch: z.string().optional(),
  /** Variables of this environment; secrets stay out of the repository. */
  envFile: z.string().min(1),
  platform: z.discriminatedUnion("kind", [Local, Ssh, DenoDeploy]),
  /** Every place that people reach it by, one a region. */
  addresses: z.record(z.string().regex(/^[\w-]+$/), z.url()).refine(
    (all) => Object.keys(all).length > 0,
    "must have an address",
  ),
  /** Words after `deno task backup run`; none when the platform's own backups are enough. */
  backup: z.array(z.string()).optional(),
  /** How many answers in a row have to carry the new release. */
  answers: z.number().int().min(1).max(100).default(5),
  /** How far apart they are, in milliseconds. */
  everyMs: z.number().int().min(10).max(60_000).default(1_000),
  /** The longest time of a step, and of waiting for the right answers, in seconds. */
  stepSeconds: seconds.default(900),
  gateSeconds: seconds.default(180),
  leaseSeconds: seconds.default(60),
  /** False leaves the new instance untested by `deno task smoke`. */
  smoke: z.boolean().default(true),
});

/** One environment, as ops/deploy/NAME.json describes it. */
export type Target = z.infer<typeof Target> & { readonly name: string };

/** Reads ops/deploy/NAME.json, or the sentence that says what is wrong with it. */
export async function readTarget(
  name: string,
  folder = `${Deno.cwd()}/ops/deploy`,
): Promise<Target | string> {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) return `${name} is no name of an environment`;
  const path = `${folder}/${name}.json`;
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch {
    return `There is no environment ${name}: ${path} describes it`;
  }
  try {
    const parsed = Target.safeParse(JSON.parse(text));
    if (parsed.success) return { ...parsed.data, name };
    const [issue] = parsed.error.issues;
    return `${path}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? "is wrong"}`;
  } catch {
    return `${path} is no JSON`;
  }
}

/** The environment's own variables under this process's: what was given for one run wins. */
export async function targetEnvironment(target: Target): Promise<Record<string, string>> {
  const path = target.envFile.startsWith("/") ? target.envFile : `${Deno.cwd()}/${target.envFile}`;
  const text = await Deno.readTextFile(path).catch(() => undefined);
  const { values, problems } = parseEnvFile(text ?? "");
  const [problem] = problems;
  if (problem !== undefined) {
    throw new SyntaxError(`${target.envFile}, line ${problem.line}: ${problem.message}`);
  }
  return {
    ...Object.fromEntries(values),
    ...Deno.env.toObject(),
    // Tasks run in a release's folder: a name that was meant for this one would miss there.
    ...text === undefined ? {} : { ENV_FILE: path },
  };
}
