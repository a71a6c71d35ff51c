import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Plugin } from "vite";
import { publicValues } from "./islands.ts";
import { missingFeature } from "./unsupported.ts";
import { TemporaryApp } from "../../../tasks/lib/temporary_app.ts";

const ORIGIN = "http://localhost";
const ISLAND = `export default function Tall({ n }: { n: unknown }) {
  return <p>{String(n)}</p>;
}
`;
const PAGE = `import Tall from "../islands/Tall.tsx";
export default function Page() {
  return <Tall n={1} />;
}
`;

const BIG = Array.from({ length: 60 }, (_, i) => `.c${i} { margin: ${i}px }\n`).join("");

function codeBelow(dir: string): string {
  return readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".js"))
    .map((file) => readFileSync(join(dir, file), "utf8")).join("\n");
}

Deno.test("a page links the style sheets that its route imports, after the ones of every page", async () => {
  using app = new TemporaryApp({
    "client.ts": `import "./assets/site.css";\n`,
    "assets/site.css": "p { color: red }\n",
    "assets/red.css": "h1 { color: red }\n",
    "assets/shared.css": "h2 { color: red }\n",
    "routes/index.tsx":
      `import "../assets/red.css";\nimport "../assets/shared.css";\nexport default () => <p>a</p>;\n`,
    "routes/other.tsx": `import "../assets/shared.css";\nexport default () => <p>b</p>;\n`,
    "routes/plain.tsx": `export default () => <p>c</p>;\n`,
  });
  const fetch = await app.build();
  const sheets = async (path: string) => {
    const html = await (await fetch(new Request(ORIGIN + path))).text();
    return [...html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map((m) => m[1] ?? "");
  };
  const [site, red, shared] = await sheets("/");
  assert.deepEqual(await sheets("/other"), [site, shared]);
  assert.deepEqual(await sheets("/plain"), [site]);
  for (const [url, rule] of [[red, /h1/], [shared, /h2/]] as const) {
    assert.match(await (await fetch(new Request(ORIGIN + url))).text(), rule);
  }
  const scripts = readdirSync(join(app.root, "_fresh/client/assets")).filter((f) =>
    /red|shared/.test(f)
  );
  assert.ok(scripts.every((file) => file.includes(".css")));
});

Deno.test("style sheets of the app and of layouts come before the page's, outermost first", async () => {
  const sheet = (name: string) => `.${name} { color: red }\n`;
  const wrapper = (name: string) =>
    `import "../assets/${name}.css";
import type { PageProps } from "fresh";
export default ({ Component }: PageProps) => <main><Component /></main>;
`;
  using app = new TemporaryApp({
    "assets/app.css": sheet("app"),
    "assets/outer.css": sheet("outer"),
    "assets/inner.css": sheet("inner"),
    "assets/page.css": sheet("page"),
    "routes/_app.tsx": wrapper("app").replace("<main>", "<html><head /><body>")
      .replace("</main>", "</body></html>"),
    "routes/_layout.tsx": wrapper("outer"),
    "routes/in/_layout.tsx": wrapper("inner").replace("..", "../.."),
    "routes/in/index.tsx": `import "../../assets/page.css";\nexport default () => <p>a</p>;\n`,
    "routes/in/alone.tsx": `export const config = { skipInheritedLayouts: true };
export default () => <p>b</p>;
`,
  });
  const fetch = await app.build();
  const sheets = async (path: string) => {
    const html = await (await fetch(new Request(ORIGIN + path))).text();
    return [...html.matchAll(/href="\/assets\/(?:assets_)?(\w+)-[\w-]{8}\.css"/g)].map((m) => m[1]);
  };
  assert.deepEqual(await sheets("/in"), ["app", "outer", "inner", "page"]);
  assert.deepEqual(await sheets("/in/alone"), ["app"]);
});

Deno.test("a style sheet of a middleware stops the build: nothing would link it", async () => {
  using app = new TemporaryApp({
    "assets/a.css": "p { color: red }\n",
    "routes/in/_middleware.ts":
      `import "../../assets/a.css";\nexport default (ctx: { next(): Response }) => ctx.next();\n`,
  });
  await assert.rejects(app.build(), /routes\/in\/_middleware\.ts: .*import them in a layout/);
});

Deno.test("what the server imports later, Deno cannot read from the text and load at the start", async () => {
  using app = new TemporaryApp({
    "lib/rare.ts": `export const rare = "rare";\n`,
    "routes/index.tsx": `export const handler = { async GET() {
  const { rare } = await import("../lib/rare.ts");
  return new Response(rare);
} };\n`,
  });
  const fetch = await app.build();
  assert.equal(await (await fetch(new Request(ORIGIN))).text(), "rare");
  const code = codeBelow(join(app.root, "_fresh/server"));
  assert.match(code, /import\(new URL\("[^"]+", import\.meta\.url\)\.href\)|import\(new URL\('/);
  assert.doesNotMatch(code, /import\(["'`]\./);
});

Deno.test("a build serves hashed files forever, others not, and compressed copies", async () => {
  using app = new TemporaryApp({
    "islands/Tall.tsx": ISLAND,
    "routes/index.tsx": PAGE,
    "routes/plain.tsx": `export default () => <p>plain</p>;\n`,
    "client.ts": `import "./assets/site.css";\n`,
    "assets/site.css": "p { color: red }\n" + BIG,
    "static/words.txt": "word ".repeat(400),
    "static/terms-20250101.html": "<p>terms</p>",
    "static/photo.0123abcd.txt": "photo",
    "static/.secret": "hidden",
    "static/.well-known/x.txt": "known",
  });
  const fetch = await app.build();
  const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(new Request(ORIGIN + path, { headers, method }));

  const page = await get("/");
  const html = await page.text();
  const css = /<link rel="stylesheet" href="([^"]+)">/.exec(html)?.[1] ?? "";
  assert.match(css, /^\/assets\/[\w-]+-[\w-]{8}\.css$/);
  const script = /<script type="module" src="([^"]+)">/.exec(html)?.[1] ?? "";
  assert.ok(
    page.headers.get("link")?.includes(`<${script}>; rel="modulepreload"; fetchpriority="low"`),
  );
  for (const url of [css, script]) {
    const file = await get(url);
    assert.equal(file.headers.get("cache-control"), "public, max-age=31536000, immutable");
    const length = Number(file.headers.get("content-length"));
    const packed = await get(url, { "accept-encoding": "gzip, deflate, br" });
    assert.equal(packed.headers.get("content-encoding"), "br");
    assert.ok(Number(packed.headers.get("content-length")) < length);
    assert.match(packed.headers.get("vary") ?? "", /Accept-Encoding/);
    assert.equal(Number(packed.headers.get("content-length")), (await packed.bytes()).length);
  }
  const refused = await get(css, { "accept-encoding": "br;q=0, gzip;q=0.5" });
  assert.equal(refused.headers.get("content-encoding"), "gzip");

  const words = await get("/words.txt");
  assert.match(words.headers.get("cache-control") ?? "", /no-cache/);
  // names that people give may look like hashes: files keep them while their content changes
  for (const path of ["/terms-20250101.html", "/photo.0123abcd.txt"]) {
    assert.match((await get(path)).headers.get("cache-control") ?? "", /no-cache/, path);
  }
  const etag = words.headers.get("etag") ?? "";
  assert.equal((await get("/words.txt", { "if-none-match": etag })).status, 304);
  assert.equal((await get("/words.txt?__frsh_c=old")).headers.get("location"), "/words.txt");
  assert.equal((await get("/.well-known/x.txt")).status, 200);
  for (const path of ["/.secret", "/%2esecret", "/..%2fmain.ts", "/..%5cmain.ts"]) {
    assert.equal((await get(path)).status, 404, path);
  }
  assert.equal((await get("/words.txt", {}, "POST")).status, 405);

  const plain = await (await get("/plain")).text();
  assert.ok(!plain.includes("<script"), "a page without islands has no script");
});

Deno.test("a file that the build was asked to give a name is never kept forever", async () => {
  using app = new TemporaryApp({
    "register.ts": `console.log("registers");\n`,
    "islands/Tall.tsx": ISLAND,
    "routes/index.tsx": PAGE,
  });
  const named: Plugin = {
    name: "named",
    buildStart() {
      if (this.environment.name !== "client") return;
      const id = join(app.root, "register.ts");
      this.emitFile({ type: "chunk", id, fileName: "sw-register.js" });
      this.emitFile({ type: "asset", fileName: "site-versions.json", source: "{}" });
    },
  };
  const fetch = await app.build({}, [named]);
  for (const path of ["/sw-register.js", "/site-versions.json"]) {
    const { headers, status } = await fetch(new Request(ORIGIN + path));
    assert.equal(status, 200, path);
    assert.match(headers.get("cache-control") ?? "", /no-cache/, path);
  }
});

Deno.test("every function that an island's file exports is an island, however it does", async () => {
  using app = new TemporaryApp({
    "components/Plain.tsx": `export function Plain() {
  return <b>plain</b>;
}
export default function Usual() {
  return <b>usual</b>;
}
`,
    "components/More.tsx": `export const More = () => <b>more</b>;\n`,
    "islands/Named.tsx": `export { Plain } from "../components/Plain.tsx";\n`,
    "islands/Usual.tsx": `export { default } from "../components/Plain.tsx";\n`,
    "islands/All.tsx": `export * from "../components/More.tsx";\n`,
    "islands/Taken.tsx": `const pair = { a: () => <i>a</i>, b: () => <i>b</i> };
export const { a: First, b: Second } = pair;
`,
    "islands/Anonymous.tsx": `export const size = 3;\nexport default () => <i>anonymous</i>;\n`,
    "routes/index.tsx": `import Anonymous from "../islands/Anonymous.tsx";
import { More } from "../islands/All.tsx";
import { Plain } from "../islands/Named.tsx";
import { First, Second } from "../islands/Taken.tsx";
import Usual from "../islands/Usual.tsx";
export default () => <p><Plain /><Usual /><More /><First /><Second /><Anonymous /></p>;
`,
  });
  const html = await (await (await app.build())(new Request(ORIGIN + "/"))).text();
  const names = [...html.matchAll(/<!--frsh:island:(\w+):/g)].map((m) => m[1]);
  assert.deepEqual(names, [
    "Named_Plain",
    "Usual",
    "All_More",
    "Taken_First",
    "Taken_Second",
    "Anonymous",
  ]);
  const data = /id="frsh-islands">(.*?)<\/script>/.exec(html)?.[1] ?? "{}";
  const exported = JSON.parse(data).c.map((island: string[]) => island[1]);
  assert.deepEqual(exported, ["Plain", "default", "More", "First", "Second", "default"]);
});

Deno.test("the built server uses nothing that only Deno has, and loads routes when asked", async () => {
  using app = new TemporaryApp({ "islands/Tall.tsx": ISLAND, "routes/index.tsx": PAGE });
  await app.build();
  const server = join(app.root, "_fresh/server");
  assert.ok(!/\bDeno\b/.test(codeBelow(server) + readFileSync(join(server, "../server.js"))));
  const entry = readdirSync(join(server, "chunks")).filter((name) => name.includes("index"));
  assert.equal(entry.length, 1, "the route is a chunk of its own");
});

Deno.test("a prop that is no data names island and path", async () => {
  using app = new TemporaryApp({
    "islands/Tall.tsx": ISLAND,
    "routes/index.tsx": PAGE.replace("n={1}", "n={{ list: [() => 1] }}"),
    "routes/_error.tsx": `import type { PageProps } from "fresh";
export default ({ error }: PageProps) => <p>{String(error)}</p>;
`,
  });
  const res = await (await app.build())(new Request(ORIGIN + "/"));
  assert.equal(res.status, 500);
  assert.match(await res.text(), /island &quot;Tall&quot;\.n\.list\[0\] .*function/);
});

Deno.test("objects without a prototype reach an island as data, not as children", async () => {
  using app = new TemporaryApp({
    "islands/Groups.tsx": `export default function Groups(props: { of: Record<string, number[]> }) {
  return <p>{Object.keys(props.of).join()}</p>;
}
`,
    "routes/index.tsx": `import Groups from "../islands/Groups.tsx";
export default () => <Groups of={Object.groupBy([1, 2, 3], (n) => n > 1 ? "big" : "small")} />;
`,
  });
  const html = await (await (await app.build())(new Request(ORIGIN + "/"))).text();
  assert.match(html, /<p>small,big<\/p>/);
  assert.match(html, /"i":\[\[0,\{"of":\{"small":\[1\],"big":\[2,3\]\}\}\]\]/);
  assert.ok(!html.includes("<template"));
});

Deno.test("an island that throws on the server leaves the page standing", async () => {
  using app = new TemporaryApp({
    "islands/Tall.tsx": `export default function Tall({ n }: { n: number }) {
  if (typeof document === "undefined") throw new Error("no server " + n);
  return <p>alive</p>;
}
`,
    "routes/index.tsx": PAGE.replace("return", "return <main><h1>Title</h1>")
      .replace("/>;", "/></main>;"),
  });
  const fetch = await app.build(), error = console.error, logged: string[] = [];
  console.error = (...args) => logged.push(args.join(" "));
  try {
    const res = await fetch(new Request(ORIGIN + "/"));
    assert.equal(res.status, 200);
    assert.match(
      await res.text(),
      /<h1>Title<\/h1>\s*<!--frsh:island:Tall:0:--><!--\/frsh:island-->/,
    );
    assert.match(logged.join("\n"), /Island "Tall" threw/);
  } finally {
    console.error = error;
  }
});

Deno.test("what this runtime lacks stops the build and says where", async () => {
  assert.deepEqual(missingFeature(`a;\nimport { Partial } from "fresh/runtime";`), {
    what: "<Partial> (client navigation)",
    line: 2,
  });
  const socket = { what: "WebSockets (app.ws)", line: 3 };
  assert.deepEqual(missingFeature(`new App()\n  .use(a)\n  .ws("/x", {});`), socket);
  assert.deepEqual(missingFeature(`\n\napp.ws(path, {});`), socket);
  for (
    const fine of [
      `type A = Partial<B>; import { asset } from "fresh/runtime";`,
      `// never call ctx.upgrade( here`,
      `/* new App().ws("/x") */ const url = "https://x"; f(); // app.ws(`,
      `const text = "use ctx.upgrade( and f-partial=";`,
      `// import { Partial } from "fresh/runtime";`,
      `import { client } from "./client.ts";\nclient.ws("/x");`,
    ]
  ) assert.equal(missingFeature(fine), null, fine);
  assert.equal(missingFeature(`const url = "https://x"; ctx.upgrade();`)?.line, 1);
  using app = new TemporaryApp({
    "routes/index.tsx": `export default () => <main f-client-nav>x</main>;\n`,
  });
  await assert.rejects(app.build(), /routes\/index\.tsx:1: client navigation .* not supported/);
});

Deno.test("islands may come from modules that the options name", async () => {
  using app = new TemporaryApp({
    "widgets/Clock.tsx": `export function Clock() {
  return <time>now</time>;
}
`,
    "routes/index.tsx": `import { Clock } from "../widgets/Clock.tsx";
export default () => <Clock />;
`,
  });
  const fetch = await app.build({ islandSpecifiers: [app.root + "/widgets/Clock.tsx"] });
  const html = await (await fetch(new Request(ORIGIN + "/"))).text();
  assert.match(html, /<!--frsh:island:Clock_Clock:0:--><time>now<\/time>/);
});

Deno.test("public variables are written into browser code, others are not", () => {
  process.env.FRESH_PUBLIC_TEST_NAME = "a</b>";
  try {
    const code = `[Deno.env.get("FRESH_PUBLIC_TEST_NAME"), process.env.FRESH_PUBLIC_TEST_NAME,
      process.env.FRESH_PUBLIC_TEST_NONE, process.env.SECRET]`;
    assert.equal(
      publicValues(code).replace(/\s+/g, " "),
      `["a</b>", "a</b>", undefined, process.env.SECRET]`,
    );
  } finally {
    delete process.env.FRESH_PUBLIC_TEST_NAME;
  }
});
