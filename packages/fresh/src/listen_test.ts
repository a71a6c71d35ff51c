import assert from "node:assert/strict";
import { connect } from "node:net";
import { App } from "./app.ts";

/** Serve an application through node:http while `use` runs. */
async function serving(app: App<unknown>, use: (origin: string) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const { promise, resolve } = Promise.withResolvers<number>();
  const done = app.listen({
    port: 0,
    hostname: "127.0.0.1",
    signal: stop.signal,
    onListen: ({ port }) => resolve(port),
  });
  try {
    await use(`http://127.0.0.1:${await promise}`);
  } finally {
    stop.abort();
    await done;
  }
}

Deno.test("listen: requests and responses pass whole, cookies apart", async () => {
  const app = new App()
    .post("/echo", async (ctx) => {
      const headers = new Headers({ "x-path": ctx.url.pathname });
      headers.append("set-cookie", "a=1");
      headers.append("set-cookie", "b=2; HttpOnly");
      return new Response(await ctx.req.arrayBuffer(), { status: 201, headers });
    })
    .get("/p/:id", (ctx) => ctx.text(ctx.params.id ?? ""));
  await serving(app, async (origin) => {
    const body = "x".repeat(300_000);
    const res = await fetch(origin + "/echo", { method: "POST", body });
    assert.equal(res.status, 201);
    assert.deepEqual(res.headers.getSetCookie(), ["a=1", "b=2; HttpOnly"]);
    assert.equal((await res.text()).length, body.length);
    assert.equal(await (await fetch(origin + "/p/a%20b")).text(), "a b");
    const bad = await fetch(origin + "/p/%E0%A4%A");
    assert.equal(bad.status, 400);
    await bad.body?.cancel();
  });
});

Deno.test("listen: events arrive one by one, and the source ends when the reader leaves", async () => {
  const ended = Promise.withResolvers<void>();
  const ask = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const app = new App().get("/events", (ctx) =>
    ctx.stream(async function* () {
      try {
        for (const [i, next] of ask.entries()) {
          yield `data: ${i}\n\n`;
          await next.promise;
        }
        while (true) {
          yield ": still here\n\n";
          await new Promise((tick) => setTimeout(tick, 5));
        }
      } finally {
        ended.resolve();
      }
    }, { headers: { "content-type": "text/event-stream" } }));
  await serving(app, async (origin) => {
    const leave = new AbortController();
    const res = await fetch(origin + "/events", { signal: leave.signal });
    const reader = res.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.ok(reader);
    for (const [i, next] of ask.entries()) {
      // each event is here before the source is allowed to make the next one
      assert.equal((await reader.read()).value, `data: ${i}\n\n`);
      next.resolve();
    }
    leave.abort();
    await reader.closed.catch(() => {});
    await ended.promise;
  });
});

/** What a server answers to bytes that no client of the platform would send. */
function raw(origin: string, text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(origin).port), "127.0.0.1", () => socket.write(text));
  let answer = "";
  socket.on("data", (bytes) => answer += bytes);
  socket.on("close", () => resolve(answer)).on("error", reject);
  return promise;
}

Deno.test("listen: requests that no web request can be are refused, whole addresses taken", async () => {
  const app = new App().get("/where", (ctx) => ctx.text(ctx.url.href));
  const lines = (first: string, host: string) =>
    `${first} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  await serving(app, async (origin) => {
    for (const host of ["a b", "a/where?", "x@y", "a:99999"]) {
      assert.match(await raw(origin, lines("GET /where", host)), /^HTTP\/1\.1 400 /, host);
    }
    assert.match(await raw(origin, lines("TRACE /where", "a.example")), /^HTTP\/1\.1 405 /);
    const whole = await raw(origin, lines("GET http://b.example/where?x", "a.example"));
    assert.match(whole, /^HTTP\/1\.1 200 [^]*http:\/\/b\.example\/where\?x/);
    assert.match(await raw(origin, lines("OPTIONS *", "a.example")), /^HTTP\/1\.1 404 /);
  });
});

Deno.test("listen: a body that fails is cut off, a handler that fails is answered", async () => {
  const app = new App().get("/half", () => {
    let first = true;
    return new Response(
      new ReadableStream({
        pull(stream) {
          if (!first) return stream.error(new Error("broke in the middle"));
          first = false;
          stream.enqueue(new TextEncoder().encode("part"));
        },
      }),
    );
  });
  const error = console.error, logged: string[] = [];
  console.error = (...args) => logged.push(args.join(" "));
  try {
    await serving(app, async (origin) => {
      const res = await fetch(origin + "/half");
      await assert.rejects(res.text());
    });
    await serving(
      Object.assign(new App(), { handler: () => () => Promise.reject(new Error("no answer")) }),
      async (origin) => {
        const res = await fetch(origin);
        assert.equal(res.status, 500);
        assert.equal(await res.text(), "Internal server error");
      },
    );
  } finally {
    console.error = error;
  }
  assert.match(logged.join("\n"), /broke in the middle[^]*no answer/);
});

Deno.test("listen: a signal that has been given already starts nothing", async () => {
  let listens = 0;
  await new App().listen({ port: 0, signal: AbortSignal.abort(), onListen: () => listens++ });
  assert.equal(listens, 0);
});
