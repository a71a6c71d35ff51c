import assert from "node:assert/strict";
import { Fragment, h } from "preact";
import { App, attachBuild } from "./app.ts";
import type { BuildSnapshot, RouteModule } from "./build.ts";
import { compareFiles, filePattern } from "./fs_routes.ts";
import type { PageProps } from "./types.ts";

const chunk = { url: "/x.js", imports: [], css: [] };

/** Whether a build loads the module at the start. */
const isEager = (path: string, module: RouteModule) =>
  /\/?_\w+\.tsx$/.test(path) || module.config?.routeOverride !== undefined;

/** An application with these route modules, as a build would give them. */
function appOf(
  modules: Record<string, RouteModule>,
  app = new App<Record<string, unknown>>().fsRoutes(),
): App<Record<string, unknown>> {
  const build: BuildSnapshot = {
    root: "/",
    mode: "production",
    buildId: "1",
    routes: Object.entries(modules).map(([path, module]) =>
      isEager(path, module) ? { path, module } : { path, load: () => Promise.resolve(module) }
    ),
    boot: chunk,
    entry: null,
    css: [],
    signals: "/s.js",
    island: () => chunk,
    staticFile: () => undefined,
    readStatic: () => Promise.resolve(new Uint8Array()),
  };
  attachBuild(app, build);
  return app;
}

const get = (app: App<Record<string, unknown>>, path: string, method = "GET") =>
  app.handler()(new Request("http://localhost" + path, { method }));

Deno.test("file names are address patterns", () => {
  const patterns: [string, string][] = [
    ["index.tsx", "/"],
    ["blog/index.tsx", "/blog"],
    ["blog/[slug].tsx", "/blog/:slug"],
    ["docs/[[page]].tsx", "/docs{/:page}?"],
    ["files/[...path].ts", "/files/:path*"],
    ["shop/(till)/cart.tsx", "/shop/cart"],
    ["a-[x].ts", "/a-:x"],
  ];
  for (const [file, pattern] of patterns) assert.equal(filePattern(file), pattern, file);
  assert.throws(() => filePattern("[a][b].ts"), /two parameters/);
});

Deno.test("files apply from special to fixed to parameters, folder by folder", () => {
  const files = [
    "[...rest].tsx",
    "b/[id].tsx",
    "b/_layout.tsx",
    "index.tsx",
    "_error.tsx",
    "b/new.tsx",
    "[x].tsx",
    "_middleware.ts",
    "_app.tsx",
    "a.tsx",
  ];
  assert.deepEqual(files.toSorted(compareFiles), [
    "_app.tsx",
    "_middleware.ts",
    "_error.tsx",
    "index.tsx",
    "a.tsx",
    "b/_layout.tsx",
    "b/new.tsx",
    "b/[id].tsx",
    "[x].tsx",
    "[...rest].tsx",
  ]);
});

Deno.test("a head keeps the last of each kind and every script", async () => {
  const { Head } = await import("./runtime/head.ts");
  const head = (...children: unknown[]) => h(Head, null, children as never);
  const app = appOf({
    "_app.tsx": {
      default: ({ Component }: PageProps) =>
        h(
          "html",
          null,
          h(
            "head",
            null,
            h("title", null, "Base"),
            h("meta", { name: "description", content: "a > b" }),
            h("link", { rel: "icon", href: "/a.svg" }),
            h("link", { key: "k", rel: "preload", href: "/old" }),
          ),
          h("body", null, h(Component, null)),
        ),
    },
    "index.tsx": {
      default: () =>
        [
          head(
            h("title", null, "Page <1>"),
            h("meta", { name: "description", content: "new" }),
            h("meta", { name: "robots", content: "noindex" }),
            h("link", { rel: "icon", href: "/b.svg" }),
            h("link", { key: "k", rel: "preload", href: "/new" }),
            h("script", { src: "/1.js" }),
          ),
          head(h("script", { src: "/2.js" })),
        ] as never,
    },
  });
  const html = await (await get(app, "/")).text();
  const inside = /<head>(.*)<\/head>/.exec(html)?.[1] ?? "";
  assert.match(inside, /^<title>Page &lt;1><\/title>/);
  assert.equal(inside.match(/name="description"/g)?.length, 1);
  assert.match(inside, /content="new"/);
  assert.match(inside, /content="noindex"/);
  assert.ok(inside.includes("/b.svg") && !inside.includes("/a.svg"));
  assert.ok(inside.includes("/new") && !inside.includes("/old"));
  assert.ok(inside.includes("/1.js") && inside.includes("/2.js"));
});

Deno.test("a link that is rendered on two pages is marked for each", async () => {
  const nav = h("nav", null, h("a", { href: "/a" }, "A"), h("a", { href: "/b" }, "B"));
  const app = appOf({ "a.tsx": { default: () => nav }, "b.tsx": { default: () => nav } });
  const current = async (path: string) =>
    /<a href="([^"]*)" data-current="true" aria-current="page">/.exec(
      await (await get(app, path)).text(),
    )?.[1];
  assert.equal(await current("/a"), "/a");
  assert.equal(await current("/b"), "/b");
  assert.equal(await current("/a"), "/a");
});

Deno.test("a file that names its own address is answered there, and by its methods alone", async () => {
  const handler = { GET: () => new Response("get"), POST: () => new Response("post") };
  const modules = {
    "a/x.ts": { handler, config: { routeOverride: "/moved/:id" } },
    "a/y.ts": { handler, config: { routeOverride: "/only", methods: ["GET" as const] } },
  };
  const status = async (app: ReturnType<typeof appOf>, path: string, method?: string) =>
    (await get(app, path, method)).status;
  const app = appOf(modules);
  assert.equal(await status(app, "/moved/1"), 200);
  assert.equal(await status(app, "/a/x"), 404);
  assert.equal(await status(app, "/moved/1", "PUT"), 405);
  const options = await get(app, "/moved/1", "OPTIONS");
  assert.equal(options.status, 204);
  assert.equal(options.headers.get("allow"), "GET, POST");
  assert.equal(await status(app, "/only", "POST"), 405);
  const below = appOf(modules, new App<Record<string, unknown>>().fsRoutes("/shop"));
  assert.equal(await status(below, "/shop/moved/1"), 200);
  assert.equal(await status(below, "/moved/1"), 404);
});

Deno.test("what a page leaves out of html, head and body is put around it, and nothing twice", async () => {
  const app = new App<Record<string, unknown>>()
    .get("/p", (ctx) => ctx.render(h("p", null, "a")))
    .get("/body", (ctx) => ctx.render(h(Fragment, null, h("body", { id: "b" }, "a"))))
    .get(
      "/both",
      (ctx) =>
        ctx.render(h(Fragment, null, h("head", null, h("title", null, "t")), h("body", null, "a"))),
    )
    .get(
      "/html",
      (ctx) => ctx.render(h(Fragment, null, h("html", { lang: "en" }, h("body", null, "a")))),
    )
    .get("/own", (ctx) => ctx.render(h("html", null, h("head", null), h("body", null, "a"))));
  const html = async (path: string) =>
    (await (await get(app, path)).text()).replace("<!DOCTYPE html>", "");
  const head = '<head><meta charset="utf-8"></head>';
  assert.equal(await html("/p"), `<html>${head}<body><p>a</p></body></html>`);
  assert.equal(await html("/body"), `<html>${head}<body id="b">a</body></html>`);
  assert.equal(await html("/both"), "<html><head><title>t</title></head><body>a</body></html>");
  assert.equal(await html("/html"), `<html lang="en">${head}<body>a</body></html>`);
  assert.equal(await html("/own"), "<html><head></head><body>a</body></html>");
});

Deno.test("links to the base path and above are marked on it and below it", async () => {
  const links = ["/base", "/base/", "/", "/base/x", "/basement"];
  const nav = h("nav", null, links.map((href) => h("a", { href }, "a")));
  const app = new App<Record<string, unknown>>({ basePath: "/base" })
    .get("/", (ctx) => ctx.render(nav)).get("/x", (ctx) => ctx.render(nav));
  const marks = async (path: string) => {
    const html = await (await get(app, path)).text();
    return [...html.matchAll(/<a [^>]*>/g)].map(([tag]) => /aria-current="(\w+)"/.exec(tag)?.[1]);
  };
  for (const path of ["/base", "/base/"]) {
    assert.deepEqual(await marks(path), ["page", "page", "true", undefined, undefined], path);
  }
  assert.deepEqual(await marks("/base/x"), ["true", "true", "true", "page", undefined]);
});

Deno.test("route files that cannot work are refused with their name", async () => {
  const middleware = appOf({ "_middleware.ts": { handler: { GET: () => new Response() } } });
  assert.throws(() => middleware.handler(), /routes\/_middleware\.ts/);
  const empty = appOf({ "_layout.tsx": {} });
  assert.throws(() => empty.handler(), /routes\/_layout\.tsx: it has no default export/);
  const error = console.error, logged: unknown[] = [];
  console.error = (...args) => logged.push(...args);
  try {
    const two = appOf({
      "x.ts": { handler: ((_: unknown, __: unknown) => new Response()) as never },
    });
    assert.equal((await get(two, "/x")).status, 500);
    assert.match(String(logged[0]), /routes\/x\.ts: a handler takes one parameter/);
  } finally {
    console.error = error;
  }
});
