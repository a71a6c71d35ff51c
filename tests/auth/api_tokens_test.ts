/** Tokens for programs over the whole app: what they open, what they do not, and their end. */
import assert from "node:assert/strict";
import { signUp } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { batch, newEncounter } from "@/tests/api/encounters.ts";
import { type WholeApp, wholeApp } from "@/tests/help/whole_app.ts";
import type { Scope } from "@/lib/auth/policy.ts";

/** A program with a token and without cookies. */
function program(app: WholeApp, token: string) {
  const person = app.person();
  const headers = { authorization: `Bearer ${token}` };
  return (path: string, init: RequestInit = {}) =>
    person.fetch(path, { ...init, headers: { ...headers, ...init.headers } });
}

async function withOwner(
  work: (
    app: WholeApp,
    owner: Awaited<ReturnType<WholeApp["account"]>>,
    make: (scopes: readonly Scope[], days?: number | null) => Promise<string>,
  ) => Promise<void>,
): Promise<void> {
  const app = await wholeApp();
  try {
    const owner = await app.account("mara@example.org");
    await work(app, owner, async (scopes, days = 30) => {
      const said = { name: "A program", scopes, days };
      const made = await app.services.apiTokens.make(owner.id, said);
      assert.ok(made.ok);
      return made.value;
    });
  } finally {
    await app.close();
  }
}

Deno.test("a token opens what its scopes name, and no page", () =>
  withOwner(async (app, owner, make) => {
    const encounter = await newEncounter(owner);
    const path = `/api/v1/encounters/${encounter}`;
    const reads = program(app, await make(["encounters:read"]));
    assert.equal((await reads(path)).status, 200);
    assert.equal((await reads("/api/v1/encounters")).status, 200);
    const json = { "content-type": "application/json" };
    const body = JSON.stringify(batch({ type: "SetNotes", notes: "by a program" }));
    const post = { method: "POST", headers: json, body };
    const refused = await reads(`${path}/commands`, post);
    assert.equal(refused.status, 403);
    assert.match((await refused.json()).detail, /encounters:write/);
    assert.equal((await reads("/api/v1/creatures")).status, 403);
    const writes = program(app, await make(["encounters:write"]));
    assert.equal((await writes(`${path}/commands`, post)).status, 200);
    assert.equal((await writes(path)).status, 403, "to write is not to read");
    for (const page of ["/account", "/account/tokens", "/encounters", "/campaigns", "/theme"]) {
      const method = page === "/theme" ? "POST" : "GET";
      assert.equal((await reads(page, { method })).status, 403, page);
    }
    const others = await app.account("other@example.org");
    const foreign = await newEncounter(others);
    assert.equal((await reads(`/api/v1/encounters/${foreign}`)).status, 404);
  }));

Deno.test("a changed, ended, revoked or disabled token is told so, never taken for a guest", () =>
  withOwner(async (app, owner, make) => {
    const token = await make(["encounters:read"]);
    const status = async (text: string) => (await program(app, text)("/api/v1/encounters")).status;
    assert.equal(await status(token), 200);
    for (const at of [3, 24, 25, 46, 47, 60, token.length - 1]) {
      const other = token[at] === "A" ? "B" : "A";
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      // The last letter of 32 bytes has two bits that mean nothing; they count all the same.
      assert.equal(await status(changed), 401, `changed at ${at}`);
    }
    for (const text of ["et_", token.slice(0, -1), `${token}A`]) {
      assert.equal(await status(text), 401);
    }
    const [known] = await app.services.apiTokens.list(owner.id);
    assert.ok(known?.lastUsedAt, "the last use is shown");
    await app.services.accountStore.change(owner.id, (kept) => ({ ...kept, disabledAt: 1 }));
    assert.equal(await status(token), 401);
    await app.services.accountStore.change(owner.id, (kept) => ({ ...kept, disabledAt: null }));
    assert.equal(await status(token), 200);
    assert.ok((await app.services.apiTokens.revoke(owner.id, known.id)).ok);
    assert.equal(await status(token), 401);
    assert.equal(await status(await make(["encounters:read"], -1)), 401, "ended yesterday");
  }));

Deno.test("revoking a token ends its open streams within 5 s", () =>
  withOwner(async (app, owner, make) => {
    const encounter = await newEncounter(owner);
    const token = await make(["encounters:read"]);
    const stream = await program(app, token)(`/api/v1/encounters/${encounter}/stream`);
    assert.equal(stream.status, 200);
    const reader = stream.body?.getReader();
    const [known] = await app.services.apiTokens.list(owner.id);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error("It is still open after 5 s")), 5_000);
    const over = (async () => {
      while (!(await reader?.read())?.done);
    })();
    await app.services.apiTokens.revoke(owner.id, known?.id ?? "");
    await Promise.race([over, late.promise]).finally(() => clearTimeout(timer));
  }));

Deno.test("the page makes a token that is shown once and kept as a hash only", () =>
  withOwner(async (app, owner) => {
    const fields = { do: "make", name: "Backups", days: "90", "encounters:read": "on" };
    const made = await owner.form("/account/tokens", fields);
    assert.equal(made.status, 200);
    const token = /et_[\w-]{87}/.exec(await made.text())?.[0] ?? "";
    assert.equal((await program(app, token)("/api/v1/encounters")).status, 200);
    const again = await (await owner.fetch("/account/tokens")).text();
    assert.match(again, /Backups/);
    assert.ok(!again.includes(token));
    const kept = await app.services.store.documents.list(owner.id, "api-token", { limit: 10 });
    assert.equal(kept.length, 1);
    assert.ok(!JSON.stringify(kept).includes(token.slice(-43)));
    const nothing = await owner.form("/account/tokens", { do: "make", name: "None", days: "" });
    assert.equal(nothing.status, 400);
  }));

Deno.test("the client of docs/api.md runs as written", async () => {
  await using app = await startApp();
  const mara = new HttpPerson(app.origin);
  await signUp(mara, "mara@example.org");
  const body = new URLSearchParams({
    do: "make",
    name: "The client",
    days: "30",
    "encounters:read": "on",
    "encounters:write": "on",
    "creatures:read": "on",
  });
  const made = await mara.fetch("/account/tokens", { method: "POST", body });
  const token = /et_[\w-]{87}/.exec(await made.text())?.[0] ?? "";
  const markdown = await Deno.readTextFile(new URL("../../docs/api.md", import.meta.url));
  const source = /```ts\n([^]*?)```/.exec(markdown)?.[1];
  assert.ok(source);
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/client.ts`, source);
    const client = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-config", "--allow-env", "--allow-net", `${folder}/client.ts`],
      env: { BASE: app.origin, TOKEN: token },
      cwd: folder,
    });
    const { code, stdout, stderr } = await client.output();
    const text = new TextDecoder();
    assert.equal(code, 0, text.decode(stderr));
    assert.match(text.decode(stdout), /Two wolves are there/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
