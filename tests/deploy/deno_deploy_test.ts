// Deno Deploy's API v2 as its description has it: revisions that are built, and serve a slot.
import assert from "node:assert/strict";
import { z } from "zod";
import { DenoDeployPlatform } from "@/tasks/deploy/platforms/deno_deploy.ts";

const Deploy = z.strictObject({
  assets: z.record(
    z.string(),
    z.strictObject({
      kind: z.literal("file"),
      encoding: z.literal("base64"),
      content: z.base64(),
    }),
  ),
  env_vars: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  labels: z.record(z.string(), z.string()),
  production: z.boolean(),
  preview: z.boolean(),
});

interface Revision {
  id: string;
  status: string;
  failure_reason?: string;
  labels: Record<string, string>;
  files: string[];
  looks: number;
}

/** Keeps revisions; each is built at the second look, or fails when `breaks` is set. */
function startApi() {
  const revisions: Revision[] = [];
  const state = { breaks: false };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (req) => {
    const { pathname } = new URL(req.url);
    if (req.headers.get("authorization") !== "Bearer ddo_test") {
      return Response.json({ error: "no token" }, { status: 401 });
    }
    if (req.method === "POST" && pathname === "/v2/apps/tracker/deploy") {
      const body = Deploy.safeParse(await req.json());
      if (!body.success) return Response.json({ error: body.error.message }, { status: 400 });
      const { labels, assets } = body.data;
      const id = `rev-${revisions.length + 1}`;
      revisions.unshift({ id, status: "building", labels, files: Object.keys(assets), looks: 0 });
      return Response.json({ id, status: "queued" }, { status: 202 });
    }
    if (pathname === "/v2/apps/tracker/revisions") {
      return Response.json(revisions.map(({ id, status }) => ({ id, status })));
    }
    const found = revisions.find(({ id }) => pathname === `/v2/revisions/${id}`);
    if (found === undefined) return Response.json({ error: "not found" }, { status: 404 });
    if (++found.looks === 2) found.status = state.breaks ? "failed" : "succeeded";
    const { files: _files, looks: _looks, ...shown } = found;
    return Response.json(state.breaks ? { ...shown, failure_reason: "out of memory" } : shown);
  });
  return {
    revisions,
    state,
    url: `http://127.0.0.1:${server.addr.port}/v2`,
    close: () => server.shutdown(),
  };
}

async function withPlatform(
  work: (platform: DenoDeployPlatform, api: ReturnType<typeof startApi>) => Promise<void>,
): Promise<void> {
  const api = startApi();
  const before = Deno.cwd();
  const folder = await Deno.makeTempDir({ prefix: "revisions-" });
  Deno.chdir(folder);
  try {
    for (const release of ["r1", "r2"]) {
      await Deno.mkdir(`data/revisions/${release}/_fresh`, { recursive: true });
      await Deno.writeTextFile(`data/revisions/${release}/_fresh/server.js`, `// ${release}`);
      await Deno.writeTextFile(`data/revisions/${release}/README.md`, "not served");
    }
    const env = { DENO_DEPLOY_TOKEN: "ddo_test" };
    const candidate = "https://preview.example.org";
    const options = { app: "tracker", api: api.url, candidate, env, everyMs: 5 };
    await work(new DenoDeployPlatform(options), api);
  } finally {
    Deno.chdir(before);
    await api.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const never = new AbortController().signal;

Deno.test("a revision is asked in the preview slot before it gets production", () =>
  withPlatform(async (platform, { revisions }) => {
    assert.equal(await platform.serving(never), undefined);
    assert.equal(await platform.start("r1", never), "https://preview.example.org");
    assert.equal(await platform.serving(never), undefined);
    await platform.promote("r1", never);
    assert.equal(await platform.serving(never), "r1");
    assert.deepEqual(revisions.map(({ labels }) => labels["slot"]), ["production", "preview"]);
    assert.deepEqual(revisions[0]?.files, ["_fresh/server.js"]);
    // Asked again after an interruption it finds what is there.
    await platform.promote("r1", never);
    assert.equal(revisions.length, 2);
  }));

Deno.test("going back deploys the files of the release of before", () =>
  withPlatform(async (platform) => {
    await platform.promote("r1", never);
    await platform.promote("r2", never);
    assert.equal(await platform.serving(never), "r2");
    await platform.promote("r1", never);
    assert.equal(await platform.serving(never), "r1");
  }));

Deno.test("a build that fails says why and changes nothing", () =>
  withPlatform(async (platform, api) => {
    await platform.promote("r1", never);
    api.state.breaks = true;
    await assert.rejects(platform.promote("r2", never), /failed: out of memory/);
    api.state.breaks = false;
    assert.equal(await platform.serving(never), "r1");
  }));
