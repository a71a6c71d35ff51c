import { readdirSync } from "node:fs";
import process from "node:process";
import { fresh } from "@fresh/plugin-vite";
import { defineConfig, type Plugin } from "vite";

/** Packages that only the server uses and that load slowly: fetched when first needed. */
const HEAVY = [
  "@aws-sdk/client-s3",
  "@node-rs/argon2",
  "@aws-sdk/lib-storage",
  "@aws-sdk/s3-presigned-post",
  "@simplewebauthn/server",
  "@sentry/deno",
  "@upstash/ratelimit",
  "@upstash/redis",
  "hash-wasm",
  "mongodb",
  "nodemailer",
  "sharp",
  "openid-client",
  "stripe",
];

/** What the players' page and the table display share; a phone loads it in one piece. */
const PLAYER =
  /\/components\/player\/(?!TableDisplay|AmountDialog|MoreDialog|SeatDialog|DialogFrame)|\/lib\/client\/player\/|\/lib\/contracts\/player_/;
/** Small parts of every fight page, and the line to the server. */
const PARTS = new RegExp(
  [
    /\/preact\/|preload-helper|\/components\/ui\/(BasicIcon|Bar|Portrait|SideMark|effect_icon|field_attributes)\./,
    /\/lib\/client\/(environment|error_reporter|event_stream|wire\.|offline\/(start_)?offline_cache)/,
    /\/lib\/combat\/text\./,
  ].map((pattern) => pattern.source).join("|"),
);

/** Small parts that the DM's pages share: the tracker, the builder, the search of creatures. */
const SHARED_BY_DM = new RegExp(
  [
    /\/@preact[+/]signals/,
    /\/components\/ui\/(Icon|capital|memo)\./,
    /\/lib\/client\/creature_search\.|\/lib\/creatures\/add_line\./,
  ].map((pattern) => pattern.source).join("|"),
);

/** Few files for a first visit: each costs headers, and small ones compress badly. */
function chunkOf(id: string): string | undefined {
  if (PLAYER.test(id)) return "player";
  if (SHARED_BY_DM.test(id)) return "dm";
  if (PARTS.test(id)) return "parts";
  return undefined;
}

/** The service worker stays where it is: its address says for which pages it works. */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    // Pages preload what they need at once; what comes later comes alone.
    config: () => ({ build: { modulePreload: false } }),
    buildStart() {
      if (this.environment.name !== "client") return;
      this.emitFile({
        type: "chunk",
        id: "lib/client/offline/service_worker.ts",
        fileName: "sw.js",
      });
    },
  };
}

/** Where the style sheets of sections lie, and the module that names them. */
const SHEETS = "assets/pages";
const SHEET_NAMES = "/components/ui/section_styles.ts";

/** Builds the style sheets of sections, and gives pages their addresses. */
function sectionStyles(): Plugin {
  const built = new Map<string, string>();
  const sheets = readdirSync(SHEETS).filter((name) => name.endsWith(".css"));
  let root = "", isBuild = false;
  return {
    name: "section-styles",
    sharedDuringBuild: true,
    config() {
      const input = Object.fromEntries(sheets.map((name) => [
        `section-${name.replace(".css", "")}`,
        `${SHEETS}/${name}`,
      ]));
      return { environments: { client: { build: { rollupOptions: { input } } } } };
    },
    configResolved(config) {
      root = config.root;
      isBuild = config.command === "build";
    },
    generateBundle(_, bundle) {
      if (this.environment.name !== "client") return;
      for (const item of Object.values(bundle)) {
        if (item.type !== "asset") continue;
        for (const name of item.originalFileNames) built.set(`/${name}`, `/${item.fileName}`);
      }
    },
    transform(code, id) {
      if (!id.endsWith(SHEET_NAMES)) return null;
      return code.replace(/\/assets\/pages\/\w+\.css/g, (path) => {
        if (!isBuild) return `/@fs${root}${path}`;
        return built.get(path) ?? this.error(`Cannot link ${path}: the client has not built it`);
      });
    },
  };
}

/** The program that reads foreign files is a file of its own, started by `process_reader.ts`. */
function fileReader(): Plugin {
  const program = /new URL\("\.\/reader_process\.ts", import\.meta\.url\)/;
  let reference: string | undefined;
  return {
    name: "file-reader",
    apply: "build",
    buildStart() {
      if (this.environment.name !== "ssr") return;
      const id = "lib/interchange/reader_process.ts";
      reference = this.emitFile({ type: "chunk", id, fileName: "file-reader.js" });
    },
    transform(code, id) {
      if (this.environment.name !== "ssr" || !id.endsWith("/lib/interchange/process_reader.ts")) {
        return null;
      }
      if (reference === undefined || !program.test(code)) {
        return this.error("process_reader.ts does not name its program");
      }
      return {
        code: code.replace(program, `new URL(import.meta.ROLLUP_FILE_URL_${reference})`),
        map: null,
      };
    },
  };
}

/** The address to listen on counts as HOST: what a configuration needs with it is looked at first. */
function checkedHost(): Plugin {
  return {
    name: "checked-host",
    apply: "serve",
    async configureServer({ config, ssrLoadModule }) {
      const { host } = config.server;
      if (host !== undefined && host !== false) process.env.HOST = host === true ? "0.0.0.0" : host;
      const { loadConfig } = await ssrLoadModule("/lib/config.ts");
      loadConfig();
    },
  };
}

export default defineConfig({
  plugins: [checkedHost(), fresh(), serviceWorker(), sectionStyles(), fileReader()],
  cacheDir: "node_modules/.vite",
  css: { transformer: "lightningcss" },
  build: { cssMinify: "lightningcss", target: "es2022" },
  environments: {
    client: { build: { rollupOptions: { output: { manualChunks: chunkOf } } } },
    ssr: { build: { rollupOptions: { external: HEAVY } } },
  },
});
