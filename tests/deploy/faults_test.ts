// Each step of a deployment with each fault: afterwards the release of before serves, or the new one
// does and was looked at, or somebody was paged. Real processes, a real store; the release is a toy.
import assert from "node:assert/strict";
import { encodeHex } from "@/tasks/deploy/encoding.ts";
import { Stage } from "@/tests/deploy/stage.ts";

interface Case {
  readonly name: string;
  /** Faults by the name of the toy's part. */
  readonly faults?: Readonly<Record<string, string>>;
  /** What is done to the stage before. */
  readonly before?: (stage: Stage) => Promise<void>;
  readonly describe?: Readonly<Record<string, unknown>>;
  readonly exit: number;
  /** Said in the log. */
  readonly says: RegExp;
  readonly paged?: boolean;
}

/** Side by side, as each is mostly waiting. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const problems: string[] = [];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item).catch((error: unknown) => problems.push(String(error)));
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  assert.deepEqual(problems, []);
}

async function withTemplate(work: (template: string) => Promise<void>): Promise<void> {
  const template = await Stage.template();
  try {
    await work(template);
  } finally {
    await Deno.remove(template, { recursive: true });
  }
}

const SHORT = { stepSeconds: 3, gateSeconds: 2 };

const FAILURES: readonly Case[] = [
  {
    name: "source: the tree has changes",
    before: (stage) => Deno.writeTextFile(`${stage.folder}/toy_release.ts`, "// changed"),
    exit: 6,
    says: /working tree has changes/,
  },
  {
    name: "source: another branch",
    describe: { branch: "release" },
    exit: 6,
    says: /not from main/,
  },
  {
    name: "artefact: not the tested file",
    before: (stage) => Deno.writeTextFile(`${stage.folder}/data/artefacts/r2.tar.gz`, "other"),
    exit: 6,
    says: /not the file that was tested/,
  },
  {
    name: "artefact: gone",
    before: (stage) => Deno.remove(`${stage.folder}/data/artefacts/r2.json`),
    exit: 6,
    says: /no artefact of r2/,
  },
  {
    name: "upload: no archive",
    before: async (stage) => {
      const base = `${stage.folder}/data/artefacts/r2`;
      await Deno.writeTextFile(`${base}.tar.gz`, "no archive");
      const sha256 = encodeHex(
        await crypto.subtle.digest("SHA-256", new TextEncoder().encode("no archive")),
      );
      await Deno.writeTextFile(`${base}.json`, JSON.stringify({ release: "r2", sha256 }));
    },
    exit: 1,
    says: /cannot be unpacked/,
  },
  { name: "config: wrong", faults: { config: "fail" }, exit: 78, says: /configuration is wrong/ },
  {
    name: "config: hangs",
    faults: { config: "hang" },
    describe: SHORT,
    exit: 1,
    says: /longer than 3 s/,
  },
  { name: "lease: no store", faults: { lease: "fail" }, exit: 1, says: /out of reach/ },
  {
    name: "lease: hangs",
    faults: { lease: "hang" },
    describe: SHORT,
    exit: 1,
    says: /longer than 3 s/,
  },
  { name: "backup: fails", faults: { backup: "fail" }, exit: 1, says: /there is no backup/ },
  {
    name: "backup: hangs",
    faults: { backup: "hang" },
    describe: SHORT,
    exit: 1,
    says: /longer than 3 s/,
  },
  {
    name: "migrate: fails",
    faults: { "migrate-up": "fail" },
    exit: 4,
    says: /schema did not go up/,
  },
  {
    name: "migrate: hangs",
    faults: { "migrate-up": "hang" },
    describe: SHORT,
    exit: 4,
    says: /longer than 3 s/,
  },
  {
    name: "start: ends at once",
    faults: { "serve.r2": "fail" },
    describe: SHORT,
    exit: 4,
    says: /does not answer/,
  },
  {
    name: "start: never listens",
    faults: { "serve.r2": "hang" },
    describe: SHORT,
    exit: 4,
    says: /does not answer/,
  },
  {
    name: "candidate: another release",
    faults: { "serve.r2": "wrong" },
    describe: SHORT,
    exit: 4,
    says: /still answers with another/,
  },
  {
    name: "promote: the candidate is gone",
    faults: { "serve.r2": "dies" },
    describe: SHORT,
    exit: 4,
    says: /does not run|does not answer|answers 502/,
  },
  {
    name: "verify: it goes down under traffic",
    faults: { "serve.r2": "down later" },
    describe: SHORT,
    exit: 4,
    says: /is down/,
  },
  { name: "smoke: no pages", faults: { "serve.r2": "no pages" }, exit: 4, says: /\/ answers 500/ },
  {
    name: "rollback: the schema does not go down",
    faults: { "serve.r2": "no pages", "migrate-down": "fail" },
    exit: 5,
    says: /going back failed|schema did not go down/,
    paged: true,
  },
];

Deno.test("a step that fails or hangs leaves the release of before serving", () =>
  withTemplate((template) =>
    each(FAILURES, async ({ name, faults = {}, before, describe, exit, says, paged = false }) => {
      await using stage = await Stage.open(template);
      for (const [part, kind] of Object.entries(faults)) await stage.fault(part, kind);
      if (describe !== undefined) await stage.describe(describe);
      await before?.(stage);
      const { code, text } = await stage.deploy("r2");
      assert.equal(code, exit, `${name}: ${text}`);
      assert.match(text, says, `${name}: ${text}`);
      assert.equal(await stage.serving(), "r1", name);
      assert.equal(stage.pager.accepted.length > 0, paged, `${name}: paged`);
      // What fell back in order can be started again: its schema is its own.
      if (exit === 4) assert.equal(await stage.schema(), "m1", `${name}: schema`);
    })
  ));

const INTERRUPTIONS = [
  ["config", { config: "slow" }],
  ["lease", { lease: "slow" }],
  ["backup", { backup: "slow" }],
  ["migrate", { "migrate-up": "slow" }],
  ["start", {}],
  ["candidate", {}],
  ["promote", {}],
  ["verify", {}],
  ["smoke", {}],
] as const;

Deno.test("Ctrl-C in any step takes back what was begun and ends with 130", () =>
  withTemplate((template) =>
    each(INTERRUPTIONS, async ([step, faults]) => {
      await using stage = await Stage.open(template);
      for (const [part, kind] of Object.entries(faults)) await stage.fault(part, kind);
      const run = stage.begin("r2");
      await run.reached(step);
      run.child.kill("SIGINT");
      const { code, text } = await run.ended;
      // The last steps may be over before the signal is there: then it was deployed.
      const late = code === 0 && (step === "smoke" || step === "verify");
      assert.equal(late ? 130 : code, 130, `${step}: ${text}`);
      assert.equal(await stage.serving(), late ? "r2" : "r1", step);
      assert.equal(await stage.schema(), late ? "m2" : "m1", `${step}: schema`);
      assert.equal(stage.pager.accepted.length, 0, step);
    })
  ));

Deno.test("a deployment that was killed in any step is finished by the next run", () =>
  withTemplate((template) =>
    each([...INTERRUPTIONS, ["finish", {}] as const], async ([step, faults]) => {
      await using stage = await Stage.open(template);
      for (const [part, kind] of Object.entries(faults)) await stage.fault(part, kind);
      const run = stage.begin("r2");
      await run.reached(step);
      run.child.kill("SIGKILL");
      await run.ended;
      assert.match(await stage.serving(), /^r[12]$/, `${step}: after the kill`);
      for (const part of Object.keys(faults)) await stage.mend(part);
      const { code, text } = await stage.deploy("r2");
      assert.equal(code, 0, `${step}: ${text}`);
      assert.equal(await stage.serving(), "r2", step);
      assert.equal(await stage.schema(), "m2", step);
    })
  ));

Deno.test("a deployment that was killed is taken back when another release follows it", () =>
  withTemplate((template) =>
    each(["migrate", "candidate", "verify"], async (step) => {
      await using stage = await Stage.open(template);
      if (step === "migrate") await stage.fault("migrate-up", "slow");
      const run = stage.begin("r2");
      await run.reached(step);
      run.child.kill("SIGKILL");
      await run.ended;
      const { code, text } = await stage.deploy("r3");
      assert.equal(code, 0, `${step}: ${text}`);
      assert.match(text, /deployment of r2 was interrupted/, step);
      assert.equal(await stage.serving(), "r3", step);
    })
  ));

Deno.test("a rollback that was killed is finished by the next run", () =>
  withTemplate(async (template) => {
    await using stage = await Stage.open(template);
    await stage.fault("serve.r2", "no pages");
    await stage.fault("migrate-down", "slow");
    const run = stage.begin("r2");
    await run.reached("schema");
    run.child.kill("SIGKILL");
    await run.ended;
    assert.equal(await stage.serving(), "r1");
    const { code, text } = await stage.deploy("r2");
    assert.equal(code, 4, text);
    assert.equal(await stage.serving(), "r1");
    assert.equal(await stage.schema(), "m1");
  }));

Deno.test("when going back fails too, somebody is paged and told what stands", () =>
  withTemplate(async (template) => {
    await using stage = await Stage.open(template);
    await stage.describe({ stepSeconds: 4, gateSeconds: 2 });
    await stage.fault("serve.r2", "down later");
    const run = stage.begin("r2");
    await run.reached("verify");
    // The release of before is gone, and does not come up again.
    await stage.fault("serve.r1", "fail");
    const { pid } = JSON.parse(
      await Deno.readTextFile(`${stage.folder}/local/releases/r1/run.json`),
    );
    Deno.kill(pid, "SIGKILL");
    const { code, text } = await run.ended;
    assert.equal(code, 5, text);
    const [page] = stage.pager.accepted;
    assert.match(page?.body ?? "", /going back failed too/);
    assert.match(page?.body ?? "", /runbooks\/deploy\.md/);
  }));

Deno.test("of two deployments at once one waits or ends with 3", () =>
  withTemplate(async (template) => {
    await using stage = await Stage.open(template);
    await stage.fault("migrate-up", "slow");
    const first = stage.begin("r2");
    await first.reached("backup");
    const refused = await stage.deploy("r3");
    assert.equal(refused.code, 3, refused.text);
    assert.match(refused.text, /deploys here/);
    const waits = await stage.deploy("r3", "--wait", "60");
    assert.equal((await first.ended).code, 0);
    assert.equal(waits.code, 0, waits.text);
    assert.equal(await stage.serving(), "r3");
  }));

Deno.test("a rollback brings the release of before back, its schema too", () =>
  withTemplate(async (template) => {
    await using stage = await Stage.open(template);
    assert.equal((await stage.deploy("r2")).code, 0);
    assert.equal(await stage.schema(), "m2");
    const { code, text } = await stage.deploy("rollback");
    assert.equal(code, 0, text);
    assert.equal(await stage.serving(), "r1");
    assert.equal(await stage.schema(), "m1");
    // There is nothing before r1 that the store knows of.
    assert.equal((await stage.deploy("rollback")).code, 6);
  }));
