// `deno task store VERB`: moves everything from one store to another, of the same or another kind.
// tasks/store/arguments.ts lists verbs, options and exit codes; docs/runbooks/move-store.md says
// when to use which.
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigurationFault, DependencyError } from "@/lib/errors.ts";
import { schemaDifference } from "@/lib/store/migrations/ensure_schema.ts";
import type { TransferStore } from "@/lib/store/ports/transfer_store.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { SqliteTransferStore } from "@/lib/store/sqlite/transfer_store.ts";
import {
  claimTarget,
  completeTarget,
  copyPass,
  type CopyProgress,
  CopyRefused,
  type Pass,
} from "@/lib/store/transfer/copy.ts";
import { type Digest, digestDifferences, digestOf } from "@/lib/store/transfer/verify.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { parseArguments, type StoreArguments, USAGE } from "@/tasks/store/arguments.ts";

const EXIT = { done: 0, failed: 1, refused: 2, interrupted: 130 } as const;
/** A pass that copied no more than this is followed by the cut-over. */
const FEW = 200;
/** Passes before the cut-over comes anyway. */
const MOST_PASSES = 20;
const PAUSE_MS = 1_000;

/** What the task did, for `--json`. */
interface Outcome {
  readonly exit: number;
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

function isMongo(place: string): boolean {
  return /^mongodb(\+srv)?:/.test(place);
}

/** Opens a place that has this release's schema. */
async function open(place: string): Promise<TransferStore> {
  const [store, missing] = isMongo(place) ? await openMongoPlace(place) : await openFile(place);
  if (missing.length === 0) return store;
  await store.close();
  throw new CopyRefused(
    `${store.title} lacks migration ${
      missing.join(", ")
    }: run \`deno task migrate up --database …\``,
  );
}

async function openFile(path: string): Promise<[TransferStore, readonly string[]]> {
  const looking = openMigrationStore({ path, readOnly: true });
  const { missing, unknown } = await schemaDifference(looking, MIGRATIONS);
  looking.close();
  if (missing.length + unknown.length > 0) {
    throw new CopyRefused(
      `${path} has not this release's schema: run \`deno task migrate up --database ${path}\``,
    );
  }
  return [new SqliteTransferStore(path), []];
}

async function openMongoPlace(uri: string): Promise<[TransferStore, readonly string[]]> {
  const { openMongo } = await import("@/lib/store/mongo/open.ts");
  const { MongoTransferStore } = await import("@/lib/store/mongo/transfer_store.ts");
  const { MONGO_MIGRATIONS } = await import("@/migrations/mongo/manifest.ts");
  const { store, migrations } = await openMongo({ uri });
  const { missing, unknown } = await schemaDifference(migrations, MONGO_MIGRATIONS);
  await store.close();
  return [new MongoTransferStore({ uri }), [...missing, ...unknown]];
}

/** One line a second at most. */
function reporter(json: boolean): (progress: CopyProgress) => void {
  let told = 0;
  let began = performance.now();
  let of = "";
  return ({ section, looked, total, copied, entries }) => {
    if (json) return;
    const now = performance.now();
    if (section !== of) [of, began] = [section, now];
    if (now - told < 1_000 && looked < total) return;
    told = now;
    const rate = Math.round(looked / Math.max(0.001, (now - began) / 1_000));
    const log = entries > 0 ? `, ${entries} log entries` : "";
    console.error(`${section}: ${looked} of ${total}, ${copied} copied${log}, ${rate}/s`);
  };
}

function passText({ copied, removed, entries, looked }: Pass): string {
  return `${looked} looked at, ${copied} copied, ${removed} removed, ${entries} log entries`;
}

async function copy(
  given: StoreArguments,
  source: TransferStore,
  target: TransferStore,
  stopped: () => boolean,
): Promise<Outcome> {
  await claimTarget(source, target);
  const report = reporter(given.json);
  let last = await copyPass(source, target, report);
  console.error(`first pass: ${passText(last)}`);
  for (let pass = 1; given.follow || given.cutOver; pass++) {
    if (stopped()) {
      const message = "Interrupted: run it again to go on";
      return { exit: EXIT.interrupted, lines: [message], data: { pass: last } };
    }
    if (given.cutOver && (last.copied + last.removed <= FEW || pass >= MOST_PASSES)) break;
    if (last.copied + last.removed <= FEW) await sleep(PAUSE_MS);
    last = await copyPass(source, target, report);
    if (last.copied + last.removed > 0) console.error(passText(last));
  }
  return given.cutOver
    ? await cutOver(source, target, report)
    : await compared(source, target, { pass: last });
}

/** The time in which nothing can be written: what is left is copied and both are compared. */
async function cutOver(
  source: TransferStore,
  target: TransferStore,
  report: (progress: CopyProgress) => void,
): Promise<Outcome> {
  const start = performance.now();
  await source.freeze();
  const pass = await copyPass(source, target, report);
  const rest = Math.round(performance.now() - start);
  const outcome = await compared(source, target, { pass, copyMs: rest });
  const readOnlyMs = Math.round(performance.now() - start);
  if (outcome.exit !== EXIT.done) {
    await source.thaw();
    return { ...outcome, lines: [...outcome.lines, `${source.title} is written again.`] };
  }
  await completeTarget(source, target);
  return {
    ...outcome,
    lines: [
      ...outcome.lines,
      `${source.title} refuses writes since ${readOnlyMs} ms: start the instances on ` +
      `${target.title} now. To stay with the old one: deno task store thaw --at …`,
    ],
    data: { ...outcome.data, readOnlyMs },
  };
}

async function compared(
  source: TransferStore,
  target: TransferStore,
  data: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  const [from, to] = [await digestOf(source), await digestOf(target)];
  const differing = digestDifferences(from, to);
  const all = { ...data, from, to, differing };
  if (differing.length > 0) {
    const message = `The stores differ in ${differing.join(", ")}. A store that is written to ` +
      "meanwhile always does: use --follow --cut-over";
    return { exit: EXIT.failed, lines: [...digestLines(from, to), message], data: all };
  }
  return {
    exit: EXIT.done,
    lines: [...digestLines(from, to), "Both stores are equal."],
    data: all,
  };
}

function digestLines(from: Digest, to: Digest): string[] {
  return (["encounters", "documents", "values"] as const).map((name) =>
    `${name}: ${from[name].count} and ${to[name].count}` +
    (name === "encounters" ? `, log entries ${from[name].entries} and ${to[name].entries}` : "") +
    `, sha256 ${from[name].sha256.slice(0, 12)} and ${to[name].sha256.slice(0, 12)}`
  );
}

async function carryOut(given: StoreArguments, stopped: () => boolean): Promise<Outcome> {
  const source = await open(given.from);
  try {
    if (given.verb === "thaw") {
      await source.thaw();
      return { exit: EXIT.done, lines: [`${source.title} can be written again.`], data: {} };
    }
    const target = await open(given.to);
    try {
      return given.verb === "verify"
        ? await compared(source, target)
        : await copy(given, source, target, stopped);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function failure(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  const refused = error instanceof CopyRefused || error instanceof ConfigurationFault;
  if (!refused && !(error instanceof DependencyError)) throw error;
  const exit = refused ? EXIT.refused : EXIT.failed;
  return { exit, lines: [message], data: { error: message } };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return EXIT.done;
  }
  const given = parseArguments(args);
  if (typeof given === "string") {
    console.error(`${given}\n\n${USAGE}`);
    return EXIT.refused;
  }
  let stop = false;
  Deno.addSignalListener("SIGINT", () => {
    stop = true;
  });
  const { exit, lines, data } = await carryOut(given, () => stop).catch(failure);
  if (given.json) console.log(JSON.stringify({ exit, ...data }));
  else (exit === EXIT.done ? console.log : console.error)(lines.join("\n"));
  return exit;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
