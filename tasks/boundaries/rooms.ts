// The import table of ARCHITECTURE.md as data. A module lives in exactly one room; a room says
// what its modules may import. What is absent is forbidden.

export type Room =
  | "adapter"
  | "bestiary"
  | "client"
  | "combat"
  | "component"
  | "compose"
  | "config"
  | "contracts"
  | "creature"
  | "define"
  | "errors"
  | "exchange"
  | "http"
  | "island"
  | "log"
  | "main"
  | "manifest"
  | "migration"
  | "package"
  | "port"
  | "route"
  | "runtime"
  | "task"
  | "test"
  | "usecase";

export interface RoomRule {
  /** Rooms whose code it may run. */
  readonly code: readonly Room[];
  /** Rooms it may name in types only. */
  readonly types?: readonly Room[];
  /** npm packages and `fresh` entry points; "any" where the room exists to hold an SDK. */
  readonly packages: readonly string[] | "any";
  /** Whether `node:` modules are allowed. */
  readonly builtins?: boolean;
  /** True when its code reaches a browser, so that nothing behind it may be the server's. */
  readonly browser?: boolean;
}

const VIEW = ["preact", "@preact/signals", "lucide-preact", "fresh/runtime", "uqr"];
const EVERYTHING_SERVER: readonly Room[] = [
  "adapter",
  "bestiary",
  "combat",
  "component",
  "compose",
  "config",
  "contracts",
  "creature",
  "define",
  "errors",
  "exchange",
  "http",
  "log",
  "main",
  "manifest",
  "migration",
  "port",
  "route",
  "runtime",
  "usecase",
];

/** Who may import whom. */
export const RULES: Readonly<Record<Room, RoomRule>> = {
  combat: { code: ["combat"], packages: [], browser: true },
  errors: { code: [], packages: [], browser: true },
  // The pure half of the bestiary (types, lines, difficulty, search), which pages and islands need too.
  creature: { code: ["creature"], types: ["combat"], packages: [], browser: true },
  bestiary: {
    code: ["bestiary", "creature", "errors"],
    types: ["combat"],
    packages: ["zod", "fast-xml-parser", "papaparse"],
  },
  contracts: {
    code: ["contracts", "combat", "errors"],
    types: ["bestiary", "creature"],
    packages: ["zod"],
    browser: true,
  },
  port: {
    code: ["combat", "contracts", "errors", "port"],
    types: ["bestiary", "creature"],
    packages: [],
  },
  adapter: {
    code: ["adapter", "combat", "contracts", "errors", "log", "port"],
    types: ["bestiary", "config", "creature", "migration"],
    packages: "any",
    builtins: true,
  },
  // Files of other tools: readers and writers between foreign forms and the app's own.
  exchange: {
    code: [
      "bestiary",
      "combat",
      "contracts",
      "creature",
      "errors",
      "exchange",
      "log",
      "port",
      "usecase",
    ],
    packages: ["zod", "fast-xml-parser", "papaparse"],
    builtins: true,
  },
  usecase: {
    code: ["bestiary", "combat", "contracts", "creature", "errors", "log", "port", "usecase"],
    packages: ["zod", "jose"],
    builtins: true,
  },
  component: {
    code: ["combat", "component", "creature"],
    types: ["bestiary", "client", "contracts", "port"],
    packages: VIEW,
    browser: true,
  },
  island: {
    code: ["client", "combat", "component", "contracts", "creature", "island"],
    types: ["bestiary", "errors"],
    packages: VIEW,
    browser: true,
  },
  client: {
    code: ["client", "combat", "contracts", "creature"],
    types: ["errors"],
    packages: ["@preact/signals", "idb"],
    browser: true,
  },
  route: {
    code: [
      "combat",
      "component",
      "contracts",
      "creature",
      "define",
      "errors",
      "http",
      "island",
      "port",
    ],
    types: ["bestiary", "exchange", "route", "usecase"],
    packages: [...VIEW, "fresh", "zod"],
  },
  http: {
    code: ["component", "contracts", "define", "errors", "http", "log"],
    types: ["config", "port", "usecase"],
    packages: ["fresh", "uqr", "zod"],
    builtins: true,
  },
  define: {
    code: [],
    types: ["adapter", "compose", "config", "exchange", "http", "log", "port", "usecase"],
    packages: ["fresh"],
  },
  log: { code: ["log"], packages: [], builtins: true },
  config: { code: ["config"], packages: ["zod"], builtins: true },
  runtime: { code: [], packages: [], builtins: true },
  compose: { code: EVERYTHING_SERVER, packages: "any", builtins: true },
  main: { code: EVERYTHING_SERVER, packages: "any", builtins: true },
  manifest: { code: ["migration"], types: ["port"], packages: [], builtins: true },
  // Frozen history: a migration that imported today's code would change with it.
  migration: { code: [], types: ["adapter", "port"], packages: ["mongodb"], builtins: true },
  package: { code: ["package"], packages: "any", builtins: true },
  // Benches start the app and make fights as the browser tests do.
  task: {
    code: [...EVERYTHING_SERVER, "package", "task", "test"],
    packages: "any",
    builtins: true,
  },
  test: {
    code: [...EVERYTHING_SERVER, "client", "island", "package", "task", "test"],
    packages: "any",
    builtins: true,
  },
};

/** Folders below lib/ and the room they are. */
const LIB: Readonly<Record<string, Room>> = {
  alerting: "adapter",
  auth: "usecase",
  backup: "adapter",
  bestiary: "bestiary",
  billing: "usecase",
  cache: "adapter",
  client: "client",
  combat: "combat",
  config: "config",
  contracts: "contracts",
  email: "adapter",
  encounters: "usecase",
  health: "adapter",
  compose: "compose",
  jobs: "adapter",
  http: "http",
  log: "log",
  metrics: "adapter",
  parties: "usecase",
  storage: "adapter",
  store: "adapter",
};

/** Modules of lib/bestiary without data, parsing or I/O: the same in the browser and on the server. */
const CREATURE = [
  "attribution",
  "challenge",
  "combat_block",
  "describe",
  "difficulty",
  "find_query",
  "full_text",
  "generate",
  "search",
  "search_index",
  "stat_block",
  "thresholds",
  "typo",
  "variants",
];

const FILES: Readonly<Record<string, Room>> = {
  ...Object.fromEntries(
    CREATURE.map((name): [string, Room] => [`lib/bestiary/${name}.ts`, "creature"]),
  ),
  // Use cases of the bestiary: they know documents and contracts, which its pure half does not.
  ...Object.fromEntries(
    ["creatures", "homebrew", "homebrew_schema"].map(
      (name): [string, Room] => [`lib/bestiary/${name}.ts`, "usecase"],
    ),
  ),
  // The form of a creature reads its lines as importers read a book's.
  ...Object.fromEntries(
    ["homebrew_desk", "homebrew_form", "homebrew_lines", "homebrew_spells"].map(
      (name): [string, Room] => [`lib/bestiary/${name}.ts`, "exchange"],
    ),
  ),
  // Texts of a foreign data set, cleaned as its importer cleans them.
  "lib/bestiary/source_texts.ts": "exchange",
  "client.ts": "client",
  "define.ts": "define",
  "fresh.config.ts": "task",
  // Reading "6 gob": the same words for the tracker and the builder.
  "lib/client/tracker/add_line.ts": "creature",
  "lib/compose.ts": "compose",
  // The names and figures that searching needs; browsers load it when they search.
  "lib/bestiary/data/search_index.json": "creature",
  "lib/compose_library.ts": "compose",
  "lib/compose_platform.ts": "compose",
  "lib/compose_store.ts": "compose",
  "lib/config.ts": "config",
  "lib/errors.ts": "errors",
  "lib/log.ts": "log",
  "lib/runtime.ts": "runtime",
  "lib/store/document_collection.ts": "port",
  "main.ts": "main",
  "migrations/manifest.ts": "manifest",
};

const FOLDERS: Readonly<Record<string, Room>> = {
  assets: "component",
  components: "component",
  islands: "island",
  migrations: "migration",
  packages: "package",
  routes: "route",
  tasks: "task",
  tests: "test",
};

/** The room of a module; `undefined` when nobody has given it one yet. */
export function roomOf(path: string): Room | undefined {
  if (/_test\.tsx?$|\/testing\//.test(path)) return "test";
  const file = FILES[path];
  if (file !== undefined) return file;
  const [first = "", second = ""] = path.split("/");
  if (/^lib\/bestiary\/(im|ex)porters\//.test(path)) return "exchange";
  if (first !== "lib") return /\/\(_islands\)\//.test(path) ? "island" : FOLDERS[first];
  return /(^|[/_])port\.ts$/.test(path) ? "port" : LIB[second];
}

/** What a person calls the module's neighbourhood: lib/store, lib/cache, routes, … */
export function houseOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "lib" ? `lib/${second}` : first;
}
