import assert from "node:assert/strict";
import { createLog, type LogFields } from "@/lib/log.ts";

function written(event: string, fields: LogFields): string {
  const lines: string[] = [];
  createLog({ level: "info", write: (line) => lines.push(line), now: () => new Date(0) })
    .info(event, fields);
  assert.equal(lines.length, 1);
  return lines[0] ?? "";
}

Deno.test("a line is one JSON object on one line, whatever it holds", () => {
  const line = written("x\ny", { text: 'a\n","level":"error', big: 10n, f: () => 1 });
  assert.ok(!line.includes("\n"));
  assert.deepEqual(JSON.parse(line), {
    time: "1970-01-01T00:00:00.000Z",
    level: "info",
    event: "x\ny",
    text: 'a\n","level":"error',
    big: "10",
    f: "[function]",
  });
});

Deno.test("a line of plain fields may be made later, and tells of the moment it was asked for", () => {
  let clock = 0;
  const now: string[] = [];
  const later: (() => string)[] = [];
  const log = createLog({
    level: "info",
    write: (line) => now.push(line),
    writeLater: (make) => later.push(make),
    now: () => clock,
    fields: { release: "r" },
  });
  log.info("request", { status: 200, token: "t" });
  log.error("fault", { list: [1] });
  clock = 5_000;
  assert.deepEqual(later.map((make) => JSON.parse(make())), [{
    time: "1970-01-01T00:00:00.000Z",
    level: "info",
    event: "request",
    release: "r",
    status: 200,
    token: "[redacted]",
  }]);
  assert.deepEqual(now.map((line) => JSON.parse(line).list), [[1]]);
});

Deno.test("an error is written with its causes", () => {
  const error = new Error("outer", { cause: new TypeError("inner") });
  const line = JSON.parse(written("fault", { error }));
  assert.equal(line.error.message, "outer");
  assert.equal(line.error.cause.name, "TypeError");
  assert.match(line.error.stack, /log_test/);
});

Deno.test("fields that are named like secrets are not written, at any depth", () => {
  const line = written("x", {
    cookie: "sid=1",
    apiKey: "k",
    deep: { Authorization: "Bearer t", userPassword: "p", list: [{ refreshToken: "r" }] },
  });
  assert.doesNotMatch(line, /sid=1|"k"|Bearer|"p"|"r"/);
});

Deno.test("an object that contains itself or throws when read does not break the log", () => {
  const self: Record<string, unknown> = {};
  self["self"] = self;
  assert.match(written("x", { self }), /\[deep\]/);
  const trap = {
    get boom(): never {
      throw new Error("read");
    },
  };
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (l) => lines.push(l), now: () => new Date(0) });
  log.info("x", { trap });
  assert.deepEqual(lines, []);
});

Deno.test("less important lines are left out; added fields stay", () => {
  const lines: string[] = [];
  const log = createLog({ level: "warn", write: (l) => lines.push(l), now: () => new Date(0) })
    .with({ requestId: "r1" }).with({ route: "/x" });
  log.debug("a");
  log.info("b");
  log.warn("c");
  assert.equal(lines.length, 1);
  const { requestId, route } = JSON.parse(lines[0] ?? "");
  assert.deepEqual([requestId, route], ["r1", "/x"]);
});
