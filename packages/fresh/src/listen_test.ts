import assert from "node:assert/strict";
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
