import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { type EnvFileProblem, parseEnvFile } from "@/lib/config/env_file.ts";
import { type Environment, parseConfig } from "@/lib/config/parse.ts";
import { problemReport } from "@/lib/config/report.ts";
import type { Config } from "@/lib/config/variables.ts";

export type { Config };

/** "Configuration error" in the BSD table of exit codes (sysexits.h). */
export const EXIT_CONFIG = 78;

/**
 * The process's environment over the values of an env file: `ENV_FILE` when set, else `.env` when
 * there is one. What the process was given wins, so that one value can be changed for one run.
 * A file that `ENV_FILE` names and that cannot be read is a problem like any other.
 */
export function readEnvironment(
  given: Environment = process.env,
): { environment: Environment; file: string; problems: readonly EnvFileProblem[] } {
  const file = given["ENV_FILE"] ?? ".env";
  const text = readIfThere(file, given["ENV_FILE"] !== undefined);
  if (text === undefined) {
    const message = "cannot be read: name a file that is there with ENV_FILE";
    return { environment: { ...given }, file, problems: [{ line: 0, message }] };
  }
  const { values, problems } = parseEnvFile(text);
  return { environment: { ...Object.fromEntries(values), ...given }, file, problems };
}

function readIfThere(file: string, mustExist: boolean): string | undefined {
  // A throw that is caught costs a start 25 ms: the first stack trace maps the whole bundle.
  if (!mustExist && !existsSync(file)) return "";
  try {
    return readFileSync(file, "utf8");
  } catch {
    return mustExist ? undefined : "";
  }
}

/**
 * The configuration of this process, parsed and frozen. When anything is wrong, prints every
 * problem in one report and ends the process with code 78: nothing listens on half a
 * configuration.
 */
export function loadConfig(): Config {
  const { environment, file, problems } = readEnvironment();
  const parsed = parseConfig(environment);
  if (parsed.ok && problems.length === 0) return parsed.config;
  console.error(problemReport(parsed.ok ? [] : parsed.problems, { file, problems }));
  process.exit(EXIT_CONFIG);
}
