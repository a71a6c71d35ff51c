import assert from "node:assert/strict";
import { h } from "preact";
import { App, attachBuild } from "./app.ts";
import type { BuildSnapshot, RouteModule } from "./build.ts";
import { compareFiles, filePattern } from "./fs_routes.ts";
import type { PageProps } from "./types.ts";

const chunk = { url: "/x.js", imports: [], css: [] };

/** An application with these route modules, as a build would give them. */
function appOf(modules: Record<string, RouteModule>): App<Record<string, unknown>> {
  const app = new App<Record<string, unknown>>().fsRoutes();
  const build: BuildSnapshot = {
    root: "/",
    mode: "production",
    buildId: "1",
    routes: Object.entries(modules).map(([path, module]) =>
      /\/?_\w+\.tsx$/.test(path) ? { path, module } : { path, load: () => Promise.resolve(module) }
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
