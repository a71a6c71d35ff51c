// `deno task keys:rotate NAME [--stage | --promote KID] [--env-file FILE] [--keep N] [--print]`: puts
// a new key in front of a key ring; in two steps where several instances run (stage, roll out,
// promote, roll out). With an env file the line is replaced there, in one step; with --print the
// new value is written to the standard output, for a secret store. Exit codes: 0 done, 1 refused,
// 2 misuse.
import { randomBytes } from "node:crypto";
import process from "node:process";
import { parseEnvFile } from "@/lib/config/env_file.ts";
import { parseKeyRing, promoted, rotated, staged } from "@/lib/config/key_ring.ts";
import { replaceFile } from "@/tasks/lib/replace_file.ts";

const RINGS = ["JWT_KEYS", "ENCRYPTION_KEYS"];
const USAGE = `Usage: deno task keys:rotate ${
  RINGS.join("|")
} [--stage | --promote KID] [--env-file .env] [--keep 2] [--print]`;

interface Asked {
  readonly name: string;
  readonly file: string;
  readonly keep: number;
  readonly print: boolean;
  readonly step: "rotate" | "stage" | "promote";
  /** Which key to promote. */
  readonly kid: string;
}

/** What the words of the command line ask for; undefined when they make no sense. */
export function readWords(words: readonly string[]): Asked | undefined {
  let [name, file, keep, print, kid] = ["", ".env", 2, false, ""];
  let step: Asked["step"] = "rotate";
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--print") print = true;
    else if (word === "--env-file") file = words[++i] ?? "";
    else if (word === "--keep") keep = Number(words[++i]);
    else if (word === "--stage" && step === "rotate") step = "stage";
    else if (word === "--promote" && step === "rotate") [step, kid] = ["promote", words[++i] ?? ""];
    else if (name === "" && RINGS.includes(word)) name = word;
    else return undefined;
  }
  const sensible = name !== "" && file !== "" && Number.isInteger(keep) && keep >= 0 && keep <= 4;
  return sensible && (step === "promote") === (kid !== "")
    ? { name, file, keep, print, step, kid }
    : undefined;
}

/** The text of an env file with one value replaced or added; everything else stays as it is. */
export function withValue(source: string, name: string, value: string): string {
  const head = `^(\\uFEFF?[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=)[^\\r\\n]*`;
  const line = new RegExp(head, "m");
  if (line.test(source)) return source.replace(line, (_, start: string) => start + value);
  const gap = source === "" || source.endsWith("\n") ? "" : "\n";
  return `${source}${gap}${name}=${value}\n`;
}

/** A name for a key: the day, and something that tells two of one day apart. */
function newKid(now: Date): string {
  return `${now.toISOString().slice(0, 10).replaceAll("-", "")}-${randomBytes(3).toString("hex")}`;
}

/** The ring after the step that was asked for, or why there is none. */
function nextRing(asked: Asked, before: string, kid: string): { value: string } | string {
  if (asked.step === "rotate") {
    return { value: rotated(before, kid, randomBytes(32), asked.keep) };
  }
  if (before === "") return "is not set: leave --stage and --promote away";
  if (asked.step === "stage") return { value: staged(before, kid, randomBytes(32), asked.keep) };
  const value = promoted(before, asked.kid, asked.keep);
  return value === undefined ? `holds no key ${asked.kid}` : { value };
}

/** Puts the ring into the env file; what is wrong with the file that would come of it. */
async function writeRing({ name, file }: Asked, source: string, value: string) {
  const text = withValue(source, name, value);
  const { values, problems } = parseEnvFile(text);
  if (problems.length > 0 || values.get(name) !== value) {
    return `the line of ${name} in ${file} cannot be replaced: write it as ${name}=VALUE`;
  }
  await replaceFile(file, text);
  return undefined;
}

const AFTERWARDS = {
  rotate: "Restart every instance at once; sessions of a dropped key end.",
  stage: "Restart every instance, then promote the key.",
  promote: "Restart every instance; sessions of a dropped key end.",
};

function refused(reason: string): number {
  console.error(`Cannot rotate: ${reason}`);
  return 1;
}

async function main(words: readonly string[]): Promise<number> {
  const asked = readWords(words);
  if (!asked) {
    console.error(USAGE);
    return 2;
  }
  const { name, file, print, step } = asked;
  const source = await Deno.readTextFile(file).catch(() => "");
  const { values, problems } = parseEnvFile(source);
  if (problems.length > 0) return refused(`${file}:${problems[0]?.line} ${problems[0]?.message}`);
  // Never the ring of another place: only what is printed may come from this process's environment.
  const own = process.env[name]?.trim() ?? "";
  const before = (print && own !== "" ? own : values.get(name) ?? "").trim();
  const broken = before === "" ? undefined : parseKeyRing(before);
  if (typeof broken === "string") return refused(`${name} ${broken}`);
  const fresh = newKid(new Date());
  if (!print && own !== "") {
    return refused(
      `${name} is set in this environment, which wins over ${file}: the new key would never be ` +
        "used. Use --print, and store the printed line where the environment comes from",
    );
  }
  const next = nextRing(asked, before, fresh);
  if (typeof next === "string") return refused(`${name} ${next}`);
  if (print) console.log(next.value);
  else {
    const problem = await writeRing(asked, source, next.value);
    if (problem !== undefined) return refused(problem);
  }
  const kid = step === "promote" ? asked.kid : fresh;
  const what = step === "stage" ? "behind the current one" : "in front";
  const others = next.value.split(",").length - 1;
  const where = print ? "printed" : `written to ${file}`;
  console.error(`${name}: key ${kid} ${what}, ${others} others kept; ${where}.`);
  console.error(`${AFTERWARDS[step]} See the runbook rotate-keys.`);
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
