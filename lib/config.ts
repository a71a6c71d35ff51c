import process from "node:process";
import { type EnvFileProblem, readEnvFile } from "@/lib/config/env_file.ts";
import { type Environment, parseConfig } from "@/lib/config/parse.ts";
import { problemReport } from "@/lib/config/report.ts";
import type { Config } from "@/lib/config/variables.ts";

export type { Config };

/** "Configuration error" in the BSD table of exit codes (sysexits.h). */
export const EXIT_CONFIG = 78;

/**
 * The process's environment over the values of an env file: `ENV_FILE` when set, else `.env` when
 * there is one. What the process was given wins, so that one value can be changed for one run.
 * A file that is there and cannot be read or trusted is a problem like any other, and so is one
 * that `ENV_FILE` names and that is not there.
 */
export function readEnvironment(
  given: Environment = process.env,
  defaultFile = ".env",
): { environment: Environment; file: string; problems: readonly EnvFileProblem[] } {
  const file = given["ENV_FILE"] ?? defaultFile;
  const { values, problems } = readEnvFile(file, given["ENV_FILE"] !== undefined);
  return { environment: { ...Object.fromEntries(values), ...given }, file, problems };
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
