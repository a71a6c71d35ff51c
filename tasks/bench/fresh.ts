// Fresh, as deno.json names it, beside plain Deno.serve + preact-render-to-string, and its builds.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { median, type Row, row } from "@/tasks/bench/row.ts";
import { findBrowser } from "@/tasks/find_browser.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { runDeno } from "@/tasks/lib/run.ts";
import { TemporaryApp } from "@/tasks/lib/temporary_app.ts";

/** The same table as JSX for the runtime and as calls for plain Preact. */
const ROWS = `const rows = Array.from({ length: 50 }, (_, i) => ({
  id: i, name: "Goblin " + i, hp: 7 + (i % 9), ac: 12 + (i % 6), init: 20 - (i % 20),
}));
`;
const PAGE = `${ROWS}
export default function Fight() {
  return (
    <table class="fight">
      <tbody>
        {rows.map((r) => (
          <tr id={"r" + r.id} key={r.id}>
            <td class="init">{r.init}</td>
            <td class="name"><a href={"/c/" + r.id}>{r.name}</a></td>
            <td class="hp">{r.hp}/{r.hp}</td>
            <td class="ac">{r.ac}</td>
            <td><button type="button">Damage</button></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
`;
const PLAIN = `import { h } from "preact";
import { renderToString } from "preact-render-to-string";
${ROWS}
const Fight = () => h("table", { class: "fight" }, h("tbody", null, rows.map((r) =>
  h("tr", { id: "r" + r.id, key: r.id },
    h("td", { class: "init" }, r.init),
    h("td", { class: "name" }, h("a", { href: "/c/" + r.id }, r.name)),
    h("td", { class: "hp" }, r.hp, "/", r.hp),
    h("td", { class: "ac" }, r.ac),
    h("td", null, h("button", { type: "button" }, "Damage"))))));
const page = () => h("html", { lang: "en" },
  h("head", null, h("meta", { charset: "utf-8" }), h("title", null, "Test")),
  h("body", null, h(Fight, null)));
export default {
  fetch: () => new Response("<!DOCTYPE html>" + renderToString(page()), {
    headers: { "content-type": "text/html; charset=utf-8" },
  }),
};
`;
/** Serves a module's fetch and tells how much processor time the process has used. */
const SERVE = `import process from "node:process";
const { default: server } = await import(Deno.args[0]);
Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: (a) => console.log(a.port) }, (req, info) => {
  if (!req.url.endsWith("/__cpu")) return server.fetch(req, info);
  const { user, system } = process.cpuUsage();
  return new Response(String(user + system));
});
`;

const ISLAND = `export default function Hello() {
  return <p>hello</p>;
}
`;

interface Served extends Disposable {
  origin: string;
}

/** Start a server in a process of its own and wait until it names its port. */
async function serve(app: TemporaryApp, module: string): Promise<Served> {
  const args = [
    "run",
    "-A",
    "--no-check",
    join(app.root, "serve.ts"),
    join(app.root, module),
  ];
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const { value } = await child.stdout.getReader().read();
  const port = new TextDecoder().decode(value).trim();
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.dispose]: () => child.kill(),
  };
}

const text = async (url: string) => await (await fetch(url)).text();

/** Processor time of one request, in microseconds. */
async function cpuPerRequest(origin: string, count: number): Promise<number> {
  const before = Number(await text(origin + "/__cpu"));
  for (let i = 0; i < count; i++) await text(origin);
  return (Number(await text(origin + "/__cpu")) - before) / count;
}

async function* rendering(): AsyncGenerator<Row> {
  using app = new TemporaryApp({
    "routes/index.tsx": PAGE,
    "plain.ts": PLAIN,
    "serve.ts": SERVE,
  });
  await app.build();
  using ours = await serve(app, "_fresh/server.js");
  using plain = await serve(app, "plain.ts");
  const lengths = [await text(ours.origin), await text(plain.origin)].map((t) => t.length);
  const ratios: number[] = [];
  for (let run = -1; run < 9; run++) {
    const a = await cpuPerRequest(ours.origin, 400),
      b = await cpuPerRequest(plain.origin, 400);
    if (run >= 0) ratios.push(a / b);
  }
  const bytes = `${lengths[0]} and ${lengths[1]} bytes`;
  yield row({
    name: `page of 50 rows: CPU against plain Preact (${bytes})`,
    value: median(ratios),
    unit: "×",
    budget: 1.6,
    runs: ratios.length,
  });
}

async function* bundles(): AsyncGenerator<Row> {
  using app = new TemporaryApp({
    "islands/Hello.tsx": ISLAND,
    "routes/index.tsx":
      `import Hello from "../islands/Hello.tsx";\nexport default () => <Hello />;\n`,
    "routes/plain.tsx": `export default () => <p>plain</p>;\n`,
  });
  const handler = await app.build();
  const assets = join(app.root, "_fresh/client/assets");
  const boot = readdirSync(assets).find((name) => /^boot-.*\.js$/.test(name));
  if (boot === undefined) throw new Error("Cannot measure the runtime's script: no boot-*.js");
  yield row({
    name: "the runtime's own script on a page with an island",
    value: gzipSync(readFileSync(join(assets, boot)), { level: 9 }).length / 1000,
    unit: "kB",
    budget: 2.5,
    runs: 1,
  });
  const page = await handler(new Request("http://localhost/plain"));
  const html = await page.text();
  const scripts = html.match(/<script/g)?.length ?? 0;
  yield row({
    name: "scripts on a page without islands",
    value: scripts + (page.headers.has("link") ? 1 : 0),
    unit: "",
    budget: 0,
    runs: 1,
  });
}

async function* shell(): AsyncGenerator<Row> {
  const build: number[] = [], start: number[] = [], ready: number[] = [];
  for (let run = 0; run < 3; run++) {
    const from = performance.now();
    await runDeno(["task", "build"]);
    build.push(performance.now() - from);
  }
  for (let run = 0; run < 7; run++) {
    start.push(
      await untilAnswer(
        ["serve", "-A", "--port=18790", "_fresh/server.js"],
        18790,
      ),
    );
  }
  const vite = [
    "run",
    "-A",
    "npm:vite@7.3.8",
    "--config",
    "fresh.config.ts",
    "--strictPort",
  ];
  for (let run = 0; run < 3; run++) {
    ready.push(
      await untilAnswer([...vite, "--port=18791"], 18791, "/@vite/client"),
    );
  }
  const figures: [string, number[], number][] = [
    ["vite build of the application", build, 10_000],
    ["built server: process start to the first 200", start, 150],
    ["development server: process start to ready", ready, 2_000],
  ];
  for (const [name, values, budget] of figures) {
    yield row({
      name,
      value: median(values),
      unit: "ms",
      budget,
      runs: values.length,
    });
  }
}

/** Milliseconds from starting Deno with `args` until `path` answers 200. */
async function untilAnswer(
  args: string[],
  port: number,
  path = "/livez",
): Promise<number> {
  const from = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { APP_ENV: "test" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    while (performance.now() - from < 30_000) {
      const status = await fetch(`http://localhost:${port}${path}`).then(
        async (res) => {
          await res.body?.cancel();
          return res.status;
        },
        () => 0,
      );
      if (status === 200) return performance.now() - from;
      await new Promise((next) => setTimeout(next, 2));
    }
    throw new Error(`Cannot measure: ${args.join(" ")} does not answer`);
  } finally {
    child.kill();
    await child.status;
  }
}

/** From saving an island to the change on the screen, its state kept. */
async function* replacement(): AsyncGenerator<Row> {
  const executablePath = findBrowser();
  if (executablePath === undefined) return;
  using app = new TemporaryApp({
    "islands/Hello.tsx": ISLAND,
    "routes/index.tsx":
      `import Hello from "../islands/Hello.tsx";\nexport default () => <Hello />;\n`,
  });
  const { server, origin } = await app.dev();
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(origin, { waitUntil: "networkidle" });
    const times: number[] = [];
    for (let run = 0; run < 7; run++) {
      const from = performance.now();
      app.write("islands/Hello.tsx", ISLAND.replace("hello", `hello ${run}`));
      await page.getByText(`hello ${run}`).waitFor();
      times.push(performance.now() - from);
      await page.waitForTimeout(100);
    }
    yield row({
      name: "development: island saved to changed on screen",
      value: median(times),
      unit: "ms",
      budget: 300,
      runs: times.length,
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The figures of the runtime and of the build. */
export async function* rows(): AsyncGenerator<Row> {
  yield* rendering();
  yield* bundles();
  yield* replacement();
  yield* shell();
}
