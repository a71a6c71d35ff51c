import { type Problem, type Rule, RULES } from "@/lib/config/rules.ts";
import {
  APP_ENVS,
  type AppEnv,
  type ConfigOf,
  defaultIn,
  requiredIn,
  type Variable,
  type Variables,
} from "@/lib/config/variable.ts";
import { type Config, VARIABLES } from "@/lib/config/variables.ts";

/** The environment as the operating system hands it over. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a variable's value comes from. */
export type Source = "set" | "default" | "unset" | "missing" | "invalid";

export type Parsed<C> =
  | { readonly ok: true; readonly config: C; readonly sources: Readonly<Record<string, Source>> }
  | {
    readonly ok: false;
    readonly problems: readonly Problem[];
    readonly sources: Readonly<Record<string, Source>>;
  };

/** The place that `environment` names, or `development` while that is unset or unknown. */
function placeOf(environment: Environment): AppEnv {
  const named = environment["APP_ENV"]?.trim();
  return APP_ENVS.find((env) => env === named) ?? "development";
}

/** One variable's value or what is wrong with it. An empty text counts as unset. */
function readOne(
  name: string,
  entry: Variable,
  given: string | undefined,
  place: AppEnv,
): { value?: unknown; source: Source; problem?: Problem } {
  const set = given !== undefined && given.trim() !== "";
  const raw = set ? given : defaultIn(entry, place);
  if (raw === undefined) {
    if (!requiredIn(entry, place)) return { source: "unset" };
    return { source: "missing", problem: { variable: name, message: `is required in ${place}` } };
  }
  const parsed = entry.schema.safeParse(raw.trim());
  if (parsed.success) return { value: parsed.data, source: set ? "set" : "default" };
  // Only the schemas' own sentences: a library's sentence might quote what was given.
  const message = [...new Set(parsed.error.issues.map((issue) => issue.message))].join("; ");
  return { source: "invalid", problem: { variable: name, message } };
}

/**
 * Parses `environment` against any set of variables and rules. Reports every problem at once and
 * never the bytes of a value; a success is frozen.
 */
export function parseVariables<V extends Variables>(
  environment: Environment,
  variables: V,
  rules: readonly Rule<ConfigOf<V>>[] = [],
): Parsed<ConfigOf<V>> {
  const place = placeOf(environment);
  const values: Record<string, unknown> = {};
  const sources: Record<string, Source> = {};
  const problems: Problem[] = [];
  for (const [name, entry] of Object.entries(variables)) {
    const { value, source, problem } = readOne(name, entry, environment[name], place);
    values[name] = value;
    sources[name] = source;
    if (problem !== undefined) problems.push(problem);
  }
  // Each key of `variables` went through its own schema just above: that is what the type says.
  const config = Object.freeze(values) as ConfigOf<V>;
  // A variable that is wrong by itself looks unset to the rules: they have nothing to add.
  const wrong = new Set(problems.map((problem) => problem.variable));
  for (const rule of rules) {
    const problem = rule(config);
    if (problem !== undefined && !wrong.has(problem.variable)) problems.push(problem);
  }
  return problems.length === 0 ? { ok: true, config, sources } : { ok: false, problems, sources };
}

/** Parses the product's own configuration. */
export function parseConfig(environment: Environment): Parsed<Config> {
  return parseVariables(environment, VARIABLES, RULES);
}
