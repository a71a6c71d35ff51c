import assert from "node:assert/strict";
import { App } from "./app.ts";
import { HttpError } from "./error.ts";
import type { Middleware } from "./types.ts";

interface State {
  log: string[];
}
const ORIGIN = "http://localhost";

function get(app: App<State>, path: string, init?: RequestInit): Promise<Response> {
  return app.handler()(new Request(ORIGIN + path, init));
}

const note = (name: string): Middleware<State> => async (ctx) => {
  (ctx.state.log ??= []).push(name);
  const res = await ctx.next();
  res.headers.append("x-after", name);
  return res;
};
const show: Middleware<State> = (ctx) => ctx.json(ctx.state.log ?? []);

Deno.test("middlewares cover what is declared after them and below their path", async () => {
  const app = new App<State>()
    .get("/early", show)
    .use(note("a"), note("b"))
    .use("/zone", note("zone"))
    .get("/late", show)
    .get("/zone/:id", show)
    .get("/zoneless", show)
    .use(note("too-late"));
  assert.deepEqual(await (await get(app, "/early")).json(), []);
  assert.deepEqual(await (await get(app, "/late")).json(), ["a", "b"]);
  assert.deepEqual(await (await get(app, "/zoneless")).json(), ["a", "b"]);
  const res = await get(app, "/zone/1");
  assert.deepEqual(await res.json(), ["a", "b", "zone"]);
  assert.equal(res.headers.get("x-after"), "zone, b, a");
});

Deno.test("a lazy middleware is loaded once", async () => {
  let loads = 0;
  const app = new App<State>()
    .use(() => {
      loads++;
      return Promise.resolve(note("lazy"));
    })
    .get("/", show);
  const handler = app.handler();
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(await (await handler(new Request(ORIGIN))).json(), ["lazy"]);
  }
  assert.equal(loads, 1);
});

Deno.test("the nearest error page answers, and an error in it goes to the next one", async () => {
  const app = new App<State>()
    .onError("*", (ctx) => ctx.text("root " + (ctx.error as Error).message, { status: 500 }))
    .onError("/a", () => {
      throw new Error("page broke");
    })
    .onError("/b", (ctx) => ctx.text("b " + (ctx.error as Error).message, { status: 418 }))
    .get("/a/x", () => {
      throw new Error("a");
    })
    .get("/b/x", () => {
      throw new HttpError(409, "conflict");
    });
  assert.equal(await (await get(app, "/a/x")).text(), "root page broke");
  const b = await get(app, "/b/x");
  assert.equal(b.status, 418);
  assert.equal(await b.text(), "b conflict");
});

Deno.test("without an error page a fault says nothing of its inside", async () => {
  const app = new App<State>().get("/x", () => {
    throw new Error("the password is 1234");
  });
  const error = console.error;
  const logged: unknown[] = [];
  console.error = (...args) => logged.push(...args);
  try {
    const res = await get(app, "/x");
    assert.equal(res.status, 500);
    assert.equal(await res.text(), "Internal server error");
    assert.equal(logged.length, 1);
  } finally {
    console.error = error;
  }
});

Deno.test("no address makes the handler reject", async () => {
  const app = new App<State>().get("/p/:id", show).get("/", show);
  const paths = ["/p/%", "/p/%E0%A4%A", "/%", "/p/%ff", "/..%2f..%2fetc/passwd", "/p/\u{1F600}"];
  for (const path of [...paths, "/" + "a".repeat(100_000)]) {
    const res = await get(app, path);
    assert.ok(res.status < 500, path);
  }
  const bad = await get(new App<State>().use(note("root")).get("/p/:id", show), "/p/%E0%A4%A");
  assert.equal(bad.status, 400);
  const seen: string[] = [];
  const watched = new App<State>().use(async (ctx) => {
    seen.push(ctx.url.pathname);
    return await ctx.next();
  }).get("/p/:id", show);
  await get(watched, "/p/%E0%A4%A");
  assert.deepEqual(seen, ["/p/%E0%A4%A"], "middlewares see it too");
});

Deno.test("a route answers where its config says, with the layouts of its own path", async () => {
  const inner = new App<State>().route("/leaf", {
    handler: { GET: (ctx) => ctx.text(String(ctx.route)) },
    config: { routeOverride: "/moved/:leaf" },
  });
  const app = new App<State>({ basePath: "/base" })
    .use("/a", note("a"))
    .route("/a/old", { handler: { GET: show }, config: { routeOverride: "/new/:id" } })
    .route("/lazy", () => Promise.resolve({ handler: { GET: show } }), {
      routeOverride: "/late",
    })
    .mountApp("/inner", inner);
  assert.deepEqual(await (await get(app, "/base/new/1")).json(), ["a"]);
  assert.equal((await get(app, "/base/a/old")).status, 404);
  assert.equal((await get(app, "/base/late")).status, 200);
  assert.equal((await get(app, "/base/lazy")).status, 404);
  assert.equal(await (await get(app, "/base/moved/1")).text(), "/base/moved/:leaf");
  assert.equal((await get(app, "/base/inner/leaf")).status, 404);
});

Deno.test("a route's methods are its handlers', unless its config names them", async () => {
  const handler = { GET: show, POST: show, PUT: show };
  const lazy = () => Promise.resolve({ handler });
  const app = new App<State>()
    .route("/own", { handler })
    .route("/config", { handler, config: { methods: ["GET", "POST"] } })
    .route("/lazy", lazy, { methods: ["GET", "POST"] })
    .route("/all", lazy, { methods: "ALL" });
  const answers = async (path: string) =>
    await Promise.all(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].map(async (method) => {
      const { status, headers } = await get(app, path, { method });
      return headers.has("allow") ? `${status} ${headers.get("allow")}` : status;
    }));
  assert.deepEqual(await answers("/own"), [200, 200, 200, 405, "204 GET, POST, PUT"]);
  assert.deepEqual(await answers("/config"), [200, 200, 405, 405, "204 GET, POST"]);
  assert.deepEqual(await answers("/lazy"), [200, 200, 405, 405, "204 GET, POST"]);
  assert.deepEqual(await answers("/all"), [200, 200, 200, 404, 404]);
});

Deno.test("redirects to a path never leave the origin", async () => {
  const targets = ["//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example"];
  for (const target of [...targets, " //evil.example", "///evil.example", "\u0000//evil.example"]) {
    const app = new App<State>().get("/", (ctx) => ctx.redirect(target));
    const location = (await get(app, "/")).headers.get("location") ?? "";
    assert.equal(new URL(location, ORIGIN).origin, ORIGIN, JSON.stringify(target));
  }
  const app = new App<State>().get("/", (ctx) => ctx.redirect("/grün/\u4e2d"));
  assert.equal((await get(app, "/")).headers.get("location"), "/grün/%E4%B8%AD");
  const half = new App<State>().get("/", (ctx) => ctx.redirect("/x\ud800y"));
  assert.equal((await get(half, "/")).headers.get("location"), "/x%EF%BF%BDy");
});

Deno.test("HEAD drops the body and OPTIONS lists the methods", async () => {
  const app = new App<State>().get("/", show).post("/", show);
  const head = await get(app, "/", { method: "HEAD" });
  assert.equal(head.body, null);
  assert.equal(head.headers.get("content-type"), "application/json");
  const options = await get(app, "/", { method: "OPTIONS" });
  assert.equal(options.headers.get("allow"), "GET, POST");
});

Deno.test("HEAD is answered where the body has failed already", async () => {
  const app = new App<State>().get("/", () => {
    const body = new ReadableStream({ start: (stream) => stream.error(new Error("broke")) });
    return new Response(body, { headers: { "x-kept": "yes" } });
  });
  const head = await get(app, "/", { method: "HEAD" });
  assert.equal(head.headers.get("x-kept"), "yes");
});

Deno.test("a proxy's headers count only when it is trusted", async () => {
  const init = { headers: { "x-forwarded-proto": "https", "x-forwarded-host": "a.example" } };
  const where: Middleware<State> = (ctx) => ctx.text(ctx.url.origin);
  const plain = new App<State>().get("/", where);
  const trusting = new App<State>({ trustProxy: true }).get("/", where);
  assert.equal(await (await get(plain, "/", init)).text(), ORIGIN);
  assert.equal(await (await get(trusting, "/", init)).text(), "https://a.example");
  const behind = new Request("http://10.0.0.1:8000/", init);
  assert.equal(await (await trusting.handler()(behind)).text(), "https://a.example");
});

Deno.test("a stream is pulled chunk by chunk and its source ends with the client", async () => {
  let made = 0, ended = false;
  const app = new App<State>().get("/", (ctx) =>
    ctx.stream(async function* () {
      try {
        while (true) {
          yield `data: ${made++}\n\n`;
          await Promise.resolve();
        }
      } finally {
        ended = true;
      }
    }));
  const reader = (await get(app, "/")).body?.getReader();
  assert.ok(reader);
  await reader.read();
  await reader.read();
  await reader.cancel();
  assert.equal(ended, true);
  assert.ok(made <= 3, "nothing is read ahead");
});

Deno.test("an error in a stream fails the stream, not the process", async () => {
  const app = new App<State>().get("/", (ctx) =>
    ctx.stream(function* () {
      yield "a";
      throw new Error("source broke");
    }));
  await assert.rejects((await get(app, "/")).text(), /source broke/);
});
