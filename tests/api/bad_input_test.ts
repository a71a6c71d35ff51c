import assert from "node:assert/strict";
import fc from "fast-check";
import { COMMAND_SCHEMAS } from "@/lib/contracts/command.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { LIMITS } from "@/lib/cache/port.ts";
import { batch, command, FOES, newEncounter, ORDER, PARTY, sent, share } from "./encounters.ts";
import { type Api, openApi, type Person } from "./harness.ts";
import { propertyRuns } from "@/tests/help/property.ts";

interface Scene {
  readonly api: Api;
  readonly dm: Person;
  readonly id: string;
  /** Sends a body as it is; answers with the status and the problem's code. */
  post(
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<{ status: number; code: string; text: string }>;
  /** The fight as bytes. */
  bytes(): Promise<string>;
}

async function scene(work: (at: Scene) => Promise<void>): Promise<void> {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
    await work({
      api,
      dm,
      id,
      async post(body) {
        const headers = { "content-type": "application/json" };
        const path = `/api/v1/encounters/${id}/commands`;
        const response = await dm.fetch(path, { method: "POST", headers, body });
        const text = await response.text();
        return { status: response.status, code: JSON.parse(text).code, text };
      },
      async bytes() {
        const { state, version } = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
        return JSON.stringify({ state, version });
      },
    });
  } finally {
    await api.close();
  }
}

function raw(commandText: string): string {
  const { seed } = sent({ type: "NextTurn" });
  return `{"sentAt":1,"commands":[{"id":"${crypto.randomUUID()}","at":1,"seed":"${seed}",` +
    `"command":${commandText}}]}`;
}

const damage = (amount: string) =>
  raw(`{"type":"ApplyDamage","targets":[{"id":"ogre"}],"damage":[{"amount":${amount}}]}`);

const BAD: readonly (readonly [what: string, body: string, code: string])[] = [
  ["NaN", damage("NaN"), "INVALID_INPUT"],
  ["infinity", damage("1e999"), "INVALID_INPUT"],
  ["negative damage", damage("-5"), "INVALID_INPUT"],
  ["2^53", damage("9007199254740993"), "INVALID_INPUT"],
  ["half a point", damage("1.5"), "INVALID_INPUT"],
  ["a number as text", damage('"twelve"'), "INVALID_INPUT"],
  ["null", damage("null"), "INVALID_INPUT"],
  ["a thousand dice too many", damage('"9999999d999999"'), "INVALID_INPUT"],
  ["an unknown target", raw('{"type":"Defeat","ids":["nobody"]}'), "UNKNOWN_TARGET"],
  ["a target called __proto__", raw('{"type":"Defeat","ids":["__proto__"]}'), "INVALID_INPUT"],
  ["a target called constructor", raw('{"type":"Defeat","ids":["constructor"]}'), "INVALID_INPUT"],
  ["an own __proto__", raw('{"type":"NextTurn","__proto__":{"x":1}}'), "INVALID_INPUT"],
  ["a member too many", raw('{"type":"NextTurn","ownerId":"me"}'), "INVALID_INPUT"],
  ["an operator", raw('{"type":"Defeat","ids":{"$ne":null}}'), "INVALID_INPUT"],
  ["an unknown command", raw('{"type":"DropTables"}'), "INVALID_INPUT"],
  ["no command", raw("null"), "INVALID_INPUT"],
  [
    "a name of 10,000 characters",
    raw(`{"type":"RenameEncounter","name":"${"x".repeat(10_000)}"}`),
    "INVALID_INPUT",
  ],
  ["an empty name", raw('{"type":"RenameEncounter","name":"   "}'), "INVALID_INPUT"],
  ["a name with a NUL", raw('{"type":"RenameEncounter","name":"a\\u0000b"}'), "INVALID_INPUT"],
  ["half a surrogate", raw('{"type":"RenameEncounter","name":"a\\ud800"}'), "INVALID_INPUT"],
  [
    "10,000 commands",
    JSON.stringify({
      sentAt: 1,
      commands: Array.from({ length: 10_000 }, () => sent({ type: "NextTurn" })),
    }),
    "INVALID_INPUT",
  ],
  ["no commands", '{"sentAt":1,"commands":[]}', "INVALID_INPUT"],
  ["10,000 levels", "[".repeat(10_000) + "]".repeat(10_000), "INVALID_INPUT"],
  ["10 MB", `{"x":"${"y".repeat(10 * 1024 * 1024)}"}`, "TOO_LARGE"],
  ["no JSON", "{", "INVALID_INPUT"],
  ["nothing", "", "INVALID_INPUT"],
  ["a bad seed", raw('{"type":"NextTurn"}').replace(/"seed":"../, '"seed":"zz'), "INVALID_INPUT"],
];

Deno.test("bad input is refused once and clearly, and changes no byte of the fight", () =>
  scene(async ({ post, bytes }) => {
    const before = await bytes();
    for (const [what, body, code] of BAD) {
      const answer = await post(body);
      assert.equal(answer.code, code, `${what}: ${answer.text.slice(0, 200)}`);
      assert.ok(answer.status >= 400 && answer.status < 500, what);
      assert.ok(!/\bat .*\.ts|node:|sqlite/i.test(answer.text), `${what} tells of our inside`);
      assert.ok(answer.text.length < 5000, `${what} answers at length`);
    }
    assert.equal(await bytes(), before);
    assert.equal((await post(new Uint8Array([0x7b, 0xff, 0x7d]))).code, "INVALID_INPUT");
  }));

Deno.test("minus zero is zero, HTML is text, and a name may be in any script", () =>
  scene(async ({ dm, id, post }) => {
    assert.equal((await post(damage("-0"))).status, 200);
    const name = '<img src=x onerror="alert(1)"> Ærið 🐉';
    await command(dm, id, { type: "RenameEncounter", name });
    const text = await (await dm.fetch(`/api/v1/encounters/${id}`)).text();
    assert.equal(JSON.parse(text).name, name);
    assert.ok(!/[:,[]-0[,}\]]/.test(text));
  }));

Deno.test("a sender's wrong clock does no harm", () =>
  scene(async ({ dm, id }) => {
    const day = 86_400_000;
    for (const skew of [-400 * day, 400 * day]) {
      const one = { ...sent({ type: "NextTurn" }), at: Date.now() + skew };
      const body = { sentAt: Date.now() + skew, commands: [one] };
      const answer = await dm.send("POST", `/api/v1/encounters/${id}/commands`, body);
      const { results } = await answer.json();
      assert.ok(Math.abs(results[0].entry.at - Date.now()) < 5000);
    }
    const encounter = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    const times = encounter.log.map((entry: { at: number }) => entry.at);
    assert.deepEqual(times, times.toSorted((a: number, b: number) => a - b));
  }));

Deno.test("reordered and repeated commands are carried out once each", () =>
  scene(async ({ dm, id }) => {
    const hit = {
      type: "ApplyDamage",
      targets: [{ id: "ogre" }],
      damage: [{ amount: 3 }],
    } as const;
    const commands = Array.from({ length: 6 }, () => sent(hit));
    const path = `/api/v1/encounters/${id}/commands`;
    const send = (list: typeof commands) =>
      dm.send("POST", path, { sentAt: Date.now(), commands: list });
    await Promise.all([
      send(commands.slice(3)),
      send(commands.slice(0, 4)),
      send(commands.toReversed()),
      send(commands),
    ]);
    const encounter = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(encounter.state.combatants.ogre.hp.current, 59 - 6 * 3);
  }));

Deno.test("whatever is sent is answered by a result or a problem, never by a fault", () =>
  scene(async ({ dm, id, bytes }) => {
    const types = COMMAND_SCHEMAS.map((schema) => schema.shape.type.value);
    const odd = fc.oneof(
      fc.constantFrom("ogre", "wren", "", "__proto__", "ogre.1", null, -1, 1e300, true),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const member = fc.constantFrom(
      "id",
      "ids",
      "amount",
      "damage",
      "targets",
      "effect",
      "hp",
      "name",
      "value",
      "beforeId",
      "combatants",
      "groupId",
      "memberIds",
      "promptId",
      "answer",
      "areaId",
      "level",
      "notes",
    );
    const any = fc.tuple(fc.constantFrom(...types), fc.dictionary(member, odd, { maxKeys: 5 }));
    await bytes();
    await fc.assert(
      fc.asyncProperty(any, async ([type, rest]) => {
        const one = { ...sent({ type: "NextTurn" }), command: { ...rest, type } };
        const body = { sentAt: Date.now(), commands: [one] };
        const response = await dm.send("POST", `/api/v1/encounters/${id}/commands`, body);
        const answer = await response.json();
        assert.ok(response.status < 500, JSON.stringify({ type, rest, answer }));
        assert.ok(response.status === 200 || typeof answer.code === "string");
      }),
      propertyRuns("any command of a known type", 300),
    );
  }));

Deno.test("guessing codes is slowed down by address; who joined before still gets in", async () => {
  const api = await openApi({ limiter: new MemoryCache() });
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    const code = await share(dm, id);
    const player = api.person();
    assert.equal((await player.fetch(`/api/v1/play/${code}`)).status, 200);
    const guesser = api.person();
    const statuses = [];
    for (let i = 0; i < 14; i++) {
      statuses.push((await guesser.fetch(`/api/v1/play/AAAA${"ABCDEFGHJKMNPQ"[i]}A`)).status);
    }
    assert.deepEqual(statuses.slice(0, 10), Array(10).fill(404));
    assert.deepEqual(statuses.slice(10), Array(4).fill(429));
    assert.equal((await player.fetch(`/api/v1/play/${code}`)).status, 200);
    const many = await dm.send("POST", `/api/v1/encounters/${id}/commands`, batch(PARTY));
    assert.equal(many.status, 200);
  } finally {
    await api.close();
  }
});

Deno.test("opening streams is slowed down by address, of DMs and players alike", async () => {
  const limiter = new MemoryCache();
  const api = await openApi({ limiter });
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    const code = await share(dm, id);
    const open = async (path: string) => {
      const answer = await api.person().fetch(path);
      await answer.body?.cancel();
      return answer.status;
    };
    assert.equal(await open(`/api/v1/play/${code}/stream`), 200);
    for (const address of ["unknown", "127.0.0.1"]) {
      for (let i = 0; i < LIMITS.streams.limit; i++) await limiter.limit(LIMITS.streams, address);
    }
    assert.equal(await open(`/api/v1/play/${code}/stream`), 429);
    assert.equal(await open(`/api/v1/encounters/${id}/stream`), 429);
    const send = await dm.send("POST", `/api/v1/encounters/${id}/commands`, batch(PARTY));
    assert.equal(send.status, 200, "nothing else is slowed down");
  } finally {
    await api.close();
  }
});
