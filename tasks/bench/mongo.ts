// The store in MongoDB: what a durable command costs beside a bare insertion, how many round trips
// it and the opening of a long fight take, how soon four instances tell 2,000 streams, and how long
// a start takes. On the server that the tests use; TEST_MONGODB_URI names another.
import { MongoClient } from "mongodb";
import { setTimeout as sleep } from "node:timers/promises";
import { EncounterCache } from "@/lib/encounters/live/encounter_cache.ts";
import { NOON, sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import { median, percentile, type Row, row } from "@/tasks/bench/row.ts";
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { longEncounter } from "@/tasks/lib/long_encounter.ts";
import { freePort } from "@/tasks/lib/mongo_server.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";
import { startCrowd } from "@/tests/help/crowd.ts";
import { startFleet } from "@/tests/help/fleet.ts";

const ROUNDS = 30;
const BATCH = 20;

async function each(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < BATCH; i++) await work();
  return (performance.now() - start) / BATCH;
}

async function* appends(): AsyncGenerator<Row> {
  const { store, uri, observe, close } = await temporaryMongo();
  const client = new MongoClient(uri, { writeConcern: { w: "majority", journal: true } });
  const bare = client.db().collection("bare");
  const body = JSON.stringify(sampleEntry(1));
  await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
  let version = 1;
  const append = () => {
    version++;
    const entry = sampleEntry(version, crypto.randomUUID());
    const update = sampleUpdate({ updatedAt: NOON + version });
    return store.encounters.append("a", version - 1, [entry], update);
  };
  const [mine, theirs]: [number[], number[]] = [[], []];
  // In turns, so that a busy disk weighs on both alike.
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await each(() => bare.insertOne({ body })));
    mine.push(await each(append));
  }
  const runs = ROUNDS * BATCH;
  yield row({
    name: "durable command beside a bare insertion with the same concern",
    value: median(mine) / median(theirs),
    unit: "×",
    budget: 1.3,
    runs,
  });
  let trips = 0;
  observe(() => trips++);
  await store.encounters.list("nobody", { which: "open", limit: 1 });
  trips = 0;
  const before = version;
  for (let i = 0; i < 20; i++) await append();
  yield row({
    name: "round trips of a command before it is acknowledged",
    // The record follows the log by itself, one update for all appends of 200 ms.
    value: Math.floor(trips / (version - before)),
    unit: "",
    budget: 1,
    runs: version - before,
  });
  await client.close();
  await close();
}

async function opening(): Promise<Row> {
  const { store, uri, close } = await temporaryMongo();
  const { version } = await longEncounter(store.encounters, "long");
  const bytes = new Uint8Array(32);
  const keys = { current: { kid: "bench", bytes }, keys: [{ kid: "bench", bytes }] };
  const counts: number[] = [];
  for (let run = 0; run < 5; run++) {
    const fresh = await openMongo({ uri });
    let trips = 0;
    fresh.observe(() => trips++);
    const encounter = await new EncounterCache(fresh.store.encounters, keys).load("long", 0);
    counts.push(trips);
    if (encounter.version !== version) throw new Error("Cannot trust this bench");
    await fresh.store.close();
  }
  await close();
  return row({
    name: `round trips to open a fight of ${version.toLocaleString("en")} log entries`,
    value: Math.max(...counts),
    unit: "",
    budget: 2,
    runs: counts.length,
  });
}

async function start(): Promise<Row> {
  await ensureBuilt();
  const { uri, close } = await temporaryMongo();
  const times: number[] = [];
  for (let run = 0; run < 7; run++) {
    const port = freePort();
    const began = performance.now();
    const child = new Deno.Command(Deno.execPath(), {
      args: ["serve", "-A", "--host=127.0.0.1", `--port=${port}`, "_fresh/server.js"],
      cwd: ROOT,
      env: { APP_ENV: "test", MONGODB_URI: uri, LOG_LEVEL: "error", PORT: `${port}` },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      for (let status = 0; status !== 200;) {
        const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
        await answer?.arrayBuffer();
        status = answer?.status ?? 0;
        if (performance.now() - began > 30_000) throw new Error("The app does not answer");
        if (status !== 200) await sleep(2);
      }
      times.push(performance.now() - began);
    } finally {
      child.kill("SIGKILL");
      await child.status;
    }
  }
  await close();
  return row({
    name: "start with MongoDB until the first page",
    value: median(times),
    unit: "ms",
    budget: 600,
    runs: times.length,
  });
}

async function fanout(): Promise<Row> {
  const fleet = await startFleet(4);
  try {
    const crowd = await startCrowd(fleet.origin, { tables: 200, screens: 10, everyMs: 10_000 });
    for (let i = 0; i < 300 && crowd.behind() > 0; i++) await sleep(100);
    const before = crowd.fanout.length;
    await sleep(30_000);
    const samples = crowd.fanout.slice(before);
    const wrong = await crowd.finish();
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
    return row({
      name: "4 instances, 200 fights, 2,000 streams: acknowledged to shown elsewhere, p99",
      value: percentile(samples, 0.99),
      unit: "ms",
      budget: 250,
      runs: samples.length,
    });
  } finally {
    await fleet.close();
  }
}

export async function* rows(): AsyncGenerator<Row> {
  try {
    yield* appends();
    yield await opening();
    yield await start();
    yield await fanout();
  } finally {
    await endOwnServer();
  }
}
