// `deno task keys:rotate NAME [--env-file FILE] [--keep N] [--print]`: puts a new key in front of a
// key ring. With an env file the line is replaced there, in one step; with --print the new value is
// written to the standard output, for a secret store. Exit codes: 0 done, 1 refused, 2 misuse.
import { randomBytes } from "node:crypto";
import { readEnvironment } from "@/lib/config.ts";
import { parseEnvFile } from "@/lib/config/env_file.ts";
import { parseKeyRing, rotated } from "@/lib/config/key_ring.ts";

const RINGS = ["JWT_KEYS", "ENCRYPTION_KEYS"];
const USAGE = `Usage: deno task keys:rotate ${
  RINGS.join("|")
} [--env-file .env] [--keep 2] [--print]`;

interface Asked {
  readonly name: string;
  readonly file: string;
  readonly keep: number;
  readonly print: boolean;
}

/** What the words of the command line ask for; undefined when they make no sense. */
export function readWords(words: readonly string[]): Asked | undefined {
  let [name, file, keep, print] = ["", ".env", 2, false];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--print") print = true;
    else if (word === "--env-file") file = words[++i] ?? "";
    else if (word === "--keep") keep = Number(words[++i]);
    else if (name === "" && RINGS.includes(word)) name = word;
    else return undefined;
  }
  const sensible = name !== "" && file !== "" && Number.isInteger(keep) && keep >= 0 && keep <= 4;
  return sensible ? { name, file, keep, print } : undefined;
}

/** The text of an env file with one value replaced or added; everything else stays as it is. */
export function withValue(source: string, name: string, value: string): string {
  const line = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=)[^\\r\\n]*`, "m");
  if (line.test(source)) return source.replace(line, (_, head: string) => head + value);
  const gap = source === "" || source.endsWith("\n") ? "" : "\n";
  return `${source}${gap}${name}=${value}\n`;
}

/** A name for a key: the day, and something that tells two of one day apart. */
function newKid(now: Date): string {
  return `${now.toISOString().slice(0, 10).replaceAll("-", "")}-${randomBytes(3).toString("hex")}`;
}

async function main(words: readonly string[]): Promise<number> {
  const asked = readWords(words);
  if (!asked) {
    console.error(USAGE);
    return 2;
  }
  const source = await Deno.readTextFile(asked.file).catch(() => "");
  const { values, problems } = parseEnvFile(source);
  if (problems.length > 0) {
    console.error(`Cannot rotate: ${asked.file}:${problems[0]?.line} ${problems[0]?.message}`);
    return 1;
  }
  const given = values.get(asked.name) ?? readEnvironment().environment[asked.name];
  const before = given?.trim() === "" ? undefined : given;
  const broken = before === undefined ? undefined : parseKeyRing(before);
  if (typeof broken === "string") {
    console.error(`Cannot rotate: ${asked.name} ${broken}`);
    return 1;
  }
  const kid = newKid(new Date());
  const value = rotated(before, kid, randomBytes(32), asked.keep);
  if (asked.print) {
    console.log(value);
  } else {
    const temporary = `${asked.file}.${kid}.new`;
    await Deno.writeTextFile(temporary, withValue(source, asked.name, value), { mode: 0o600 });
    await Deno.rename(temporary, asked.file);
  }
  const kept = value.split(",").length - 1;
  const where = asked.print ? "printed" : `written to ${asked.file}`;
  console.error(`${asked.name}: new key ${kid} in front, ${kept} older kept; ${where}.`);
  console.error(
    "Restart every instance; sessions of a dropped key end. See the runbook rotate-keys.",
  );
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
