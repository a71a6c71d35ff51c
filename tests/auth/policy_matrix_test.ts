/**
 * Who comes in where: made from the policy's table, so that a new address is tried with everybody
 * as soon as it is in there. Of things, the ones who may must get through, and everybody else must
 * hear the 404 of something that never was.
 */
import assert from "node:assert/strict";
import { type Door, type Grant, GRANTS, may, type Role, ROUTES } from "@/lib/auth/policy.ts";
import { batch } from "@/tests/api/encounters.ts";
import {
  campaignWorld,
  PEOPLE,
  type PersonName,
  type Things,
  type World,
} from "@/tests/help/campaign_world.ts";
import type { Visiting } from "@/tests/help/whole_app.ts";

const ROLE_OF: Readonly<Partial<Record<PersonName, Role>>> = {
  "owner": "owner",
  "co-dm": "co-dm",
  "viewer": "viewer",
  "player": "player",
};
const WITHOUT_ACCOUNT: readonly PersonName[] = ["anonymous", "guest"];

interface Row {
  readonly pattern: string;
  readonly method: string;
  readonly rule: string;
}

const ROWS: readonly Row[] = Object.entries(ROUTES).flatMap(([pattern, methods]) =>
  Object.entries(methods).map(([method, rule]) => ({ pattern, method, rule }))
);

/** Values of an address that names no thing of somebody's. */
const FIXED: Readonly<Record<string, string>> = {
  "/schemas/:name": "/schemas/export-1.json",
  "/export/:file": "/export/creatures.csv",
  "/ops/runbooks/:name": "/ops/runbooks/backup.md",
};
/** Not there for anybody in this configuration: no file of that name, no other site to sign in with. */
const ABSENT: ReadonlySet<string> = new Set([
  "/pictures/:file",
  "/sign-in/provider",
  // Without a way to pay there are no prices.
  "/pricing",
  // Signed in is not enough: a link with a secret belongs to it.
  "/account/confirm-email",
  "/invitations",
]);

const json = (body: unknown): RequestInit => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const form = (fields: Readonly<Record<string, string>>): RequestInit => ({
  body: new URLSearchParams(fields),
});

/** What is sent to addresses of things, valid, so that only who asks decides. */
const BODIES: Readonly<Record<string, (things: Things) => RequestInit>> = {
  "POST /encounters/:id": () => form({ do: "undo" }),
  "POST /encounters/:id/build": () => form({ do: "lair" }),
  "POST /encounters/:id/summary": () => form({ do: "carry" }),
  "POST /parties/:id": () => form({ do: "sleep" }),
  "POST /parties/:id/characters/:character": () =>
    form({ name: "Wren", classes: "Fighter 3", ac: "15", hpMax: "30", speeds: "30 ft" }),
  "POST /bestiary/:slug/add": () => form({}),
  "POST /bestiary/:slug/edit": ({ creatureForm }) => form(creatureForm),
  "POST /campaigns/:id": () => form({ do: "settle", name: "Saltmarsh", undo: "any" }),
  "POST /campaigns/:id/leave": () => ({}),
  "POST /play/:code": () => form({ character: "aAAAAAAA" }),
  "POST /api/v1/play/:code/seat": () => json({ character: "aAAAAAAA", player: "Kim" }),
  "POST /api/v1/pictures/:picture": () => json({ alt: "The pier" }),
  "POST /api/v1/pictures/:picture/finish": () => ({}),
  "POST /api/v1/encounters/:id/restore": () => ({}),
  "POST /api/v1/encounters/:id/duplicate": () => ({}),
  "POST /api/v1/encounters/:id/archive": () => ({}),
  "POST /api/v1/encounters/:id/share": () => ({}),
  "POST /api/v1/encounters/:id/commands": () => json(batch({ type: "SetNotes", notes: "here" })),
};

function address({ pattern }: Row, things: Things): string {
  const fixed = FIXED[pattern];
  if (fixed !== undefined) return fixed;
  const id = pattern.includes("campaigns")
    ? things.campaign
    : pattern.includes("parties")
    ? things.party
    : things.encounter;
  const values: Readonly<Record<string, string>> = {
    id,
    code: things.code,
    slug: things.creature,
    character: things.character,
    picture: things.picture,
    file: "none.webp",
    name: "none",
  };
  return pattern.replace(/:(\w+)/g, (_, name: string) => values[name] ?? "none");
}

async function ask(who: Visiting, row: Row, things: Things, init: RequestInit = {}) {
  const body = BODIES[`${row.method} ${row.pattern}`]?.(things) ?? {};
  const response = await who.fetch(address(row, things), {
    method: row.method,
    ...body,
    ...init,
  });
  await response.body?.cancel();
  return response;
}

/** Somebody as they were before: what an address set as cookies does not count for the next one. */
async function asked(
  world: World,
  name: PersonName,
  row: Row,
  things: Things,
  init?: RequestInit,
): Promise<Response> {
  const who = world.people[name];
  const before = [...who.cookies];
  const response = await ask(who, row, things, init);
  who.cookies.clear();
  for (const [key, value] of before) who.cookies.set(key, value);
  return response;
}

const leadsToSignIn = ({ status, headers }: Response) =>
  status === 401 || status === 303 && (headers.get("location") ?? "").startsWith("/sign-in");

/** The same session, whose person proved who they are an hour ago. */
async function aged({ app }: World, session: string): Promise<string> {
  const { access } = app.services.sessions;
  const known = await access.read(session, Date.now());
  assert.ok(known);
  return await access.sign({ ...known, provenAt: Date.now() - 3_600_000 }, Date.now());
}

const isGrant = (rule: string): rule is Grant => Object.hasOwn(GRANTS, rule);
const named = (name: PersonName, { method, pattern }: Row) => `${name}: ${method} ${pattern}`;

async function withWorld(
  work: (world: World & { readonly opsToken: string }) => Promise<void>,
): Promise<void> {
  const world = await campaignWorld();
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

Deno.test("everybody at every address of a thing: through, or the 404 of what never was", () =>
  withWorld(async (world) => {
    const rows = ROWS.filter(({ rule }) => isGrant(rule));
    assert.ok(rows.length > 30);
    for (const row of rows) {
      if (row.method === "POST") assert.ok(BODIES[`POST ${row.pattern}`], `POST ${row.pattern}`);
    }
    const standing = await world.things();
    const wrong: string[] = [];
    for (const row of rows) {
      if (!isGrant(row.rule)) continue;
      for (const name of PEOPLE) {
        const allowed = may(ROLE_OF[name], row.rule);
        // What is changed by one must not stand in the way of the next.
        const things = allowed && row.method !== "GET" ? await world.things() : standing;
        const response = await asked(world, name, row, things);
        const { status } = response;
        const outside = row.rule.startsWith("campaign.") && WITHOUT_ACCOUNT.includes(name);
        const right = allowed
          ? status < 400 && !leadsToSignIn(response)
          : outside
          ? leadsToSignIn(response)
          : status === 404;
        if (!right) wrong.push(`${named(name, row)} ${status}, expected ${allowed ? "in" : "out"}`);
      }
    }
    assert.deepEqual(wrong, []);
  }));

Deno.test("everybody at every door", () =>
  withWorld(async (world) => {
    const things = await world.things();
    const statuses = (row: Row, init?: RequestInit) =>
      Promise.all(PEOPLE.map(async (name) => ({
        name,
        response: await asked(world, name, row, things, init),
      })));
    const doors: Readonly<Record<Door, (row: Row) => Promise<void>>> = {
      async anybody(row) {
        for (const { name, response } of await statuses(row)) {
          const { status } = response;
          const absent = ABSENT.has(row.pattern);
          const refused = [401, 403, ...absent ? [] : [404]].includes(status) || status >= 500;
          assert.ok(!refused, `${named(name, row)} ${status}`);
        }
      },
      async account(row) {
        for (const { name, response } of await statuses(row)) {
          const out = WITHOUT_ACCOUNT.includes(name);
          assert.equal(leadsToSignIn(response), out, `${named(name, row)} ${response.status}`);
          const absent = !ABSENT.has(row.pattern) && response.status === 404;
          assert.ok(response.status < 500 && !absent, named(name, row));
        }
      },
      async proof(row) {
        for (const { name, response } of await statuses(row)) {
          const out = WITHOUT_ACCOUNT.includes(name);
          assert.equal(leadsToSignIn(response), out, `${named(name, row)} ${response.status}`);
          const to = response.headers.get("location") ?? "";
          assert.ok(!to.startsWith("/account/prove"), "the sessions of this test are young");
        }
        const { owner } = world.people;
        const young = owner.cookies.get("session") ?? "";
        owner.cookies.set("session", await aged(world, young));
        const late = await asked(world, "owner", row, things);
        const asks = (late.headers.get("location") ?? "").startsWith("/account/prove");
        assert.ok(asks || late.status === 403, `${row.method} ${row.pattern}: ${late.status}`);
        owner.cookies.set("session", young);
      },
      async admin(row) {
        for (const { name, response } of await statuses(row)) {
          const { status } = response;
          if (name === "admin") assert.ok(status < 400, `${named(name, row)} ${status}`);
          else {assert.ok(
              status === 404 || leadsToSignIn(response),
              `${named(name, row)} ${status}`,
            );}
        }
      },
      async operator(row) {
        for (const { name, response } of await statuses(row)) {
          // The page itself asks for the operators' token; nothing behind it is there.
          const closed = row.pattern === "/ops" ? 401 : 404;
          assert.equal(response.status, closed, named(name, row));
        }
        if (ABSENT.has(row.pattern)) return;
        const headers = { authorization: `Bearer ${world.opsToken}` };
        const inside = await asked(world, "anonymous", row, things, { headers });
        assert.notEqual(inside.status, 404, `an operator: ${row.method} ${row.pattern}`);
      },
      async code(row) {
        for (const { name, response } of await statuses(row)) {
          assert.ok(![401, 403, 404].includes(response.status), named(name, row));
          const wrong = await asked(world, name, row, { ...things, code: "QQQQQQ" });
          assert.equal(wrong.status, 404, `${named(name, row)} with a wrong code`);
        }
      },
      async seat(row) {
        const body = json({ body: { kind: "heal", amount: 5 } });
        for (const { name, response } of await statuses(row, body)) {
          assert.equal(response.status, 403, `${named(name, row)} without a seat`);
        }
      },
      async signature(row) {
        for (const { name, response } of await statuses(row)) {
          assert.ok(response.status >= 400 && response.status < 500, named(name, row));
        }
      },
      async development(row) {
        assert.notEqual(world.app.services.letterBox, null, "letters are not sent in a test");
        for (const { name, response } of await statuses(row)) {
          assert.equal(response.status, 200, named(name, row));
        }
      },
    };
    const isDoor = (rule: string): rule is Door => Object.hasOwn(doors, rule);
    // Last of all, as it ends the sessions.
    const order = ROWS.toSorted((a, b) =>
      Number(a.pattern === "/sign-out") - Number(b.pattern === "/sign-out")
    );
    let tried = 0;
    for (const row of order) {
      if (!isDoor(row.rule)) continue;
      await doors[row.rule](row);
      tried++;
    }
    assert.equal(tried, ROWS.filter(({ rule }) => !isGrant(rule)).length);
  }));
