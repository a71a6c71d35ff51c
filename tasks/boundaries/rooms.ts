// The import table of ARCHITECTURE.md as data. A module lives in exactly one room; a room says
// what its modules may import. What is absent is forbidden.

export type Room =
  | "action"
  | "adapter"
  | "client"
  | "combat"
  | "component"
  | "compose"
  | "config"
  | "contracts"
  | "creatures"
  | "define"
  | "errors"
  | "http"
  | "interchange"
  | "island"
  | "log"
  | "main"
  | "manifest"
  | "migration"
  | "pacing"
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
  "action",
  "adapter",
  "combat",
  "component",
  "compose",
  "config",
  "contracts",
  "creatures",
  "define",
  "errors",
  "http",
  "interchange",
  "log",
  "main",
  "manifest",
  "migration",
  "pacing",
  "port",
  "route",
  "runtime",
  "usecase",
];

/** Who may import whom. */
export const RULES: Readonly<Record<Room, RoomRule>> = {
  // What a button, a key or a gesture asks for: from the served page to the handler.
  action: { code: ["action", "combat"], packages: [], browser: true },
  combat: { code: ["combat"], packages: [], browser: true },
  errors: { code: [], packages: [], browser: true },
  // Stat blocks, search, difficulty: the same in the browser and on the server.
  creatures: { code: ["combat", "creatures"], packages: [], browser: true },
  contracts: {
    code: ["contracts", "combat", "errors"],
    types: ["creatures"],
    packages: ["zod"],
    browser: true,
  },
  port: { code: ["combat", "contracts", "errors", "port"], types: ["creatures"], packages: [] },
  adapter: {
    code: ["adapter", "combat", "contracts", "errors", "log", "pacing", "port"],
    types: ["config", "creatures", "migration"],
    packages: "any",
    builtins: true,
  },
  // Files of other tools: readers and writers between foreign forms and the app's own.
  interchange: {
    code: [
      "combat",
      "contracts",
      "creatures",
      "errors",
      "interchange",
      "log",
      "pacing",
      "port",
      "usecase",
    ],
    packages: ["zod", "fast-xml-parser", "papaparse"],
    builtins: true,
  },
  usecase: {
    code: [
      "combat",
      "contracts",
      "creatures",
      "errors",
      "interchange",
      "log",
      "pacing",
      "port",
      "usecase",
    ],
    packages: ["zod", "jose"],
    builtins: true,
  },
  component: {
    code: ["action", "combat", "component", "creatures"],
    types: ["client", "contracts", "port", "usecase"],
    packages: VIEW,
    browser: true,
  },
  island: {
    code: ["action", "client", "combat", "component", "contracts", "creatures", "island"],
    types: ["errors"],
    packages: VIEW,
    browser: true,
  },
  client: {
    code: ["action", "client", "combat", "contracts", "creatures", "errors"],
    packages: ["@preact/signals", "@simplewebauthn/browser", "idb"],
    browser: true,
  },
  route: {
    code: [
      "combat",
      "component",
      "contracts",
      "creatures",
      "define",
      "errors",
      "http",
      "island",
      "port",
    ],
    types: ["interchange", "route", "usecase"],
    packages: [...VIEW, "fresh", "zod"],
  },
  http: {
    code: ["component", "contracts", "define", "errors", "http", "log", "pacing"],
    types: ["config", "port", "usecase"],
    packages: ["fresh", "uqr", "zod"],
    builtins: true,
  },
  define: {
    code: [],
    types: ["adapter", "compose", "config", "http", "interchange", "log", "port", "usecase"],
    packages: ["fresh"],
  },
  log: { code: ["log"], packages: [], builtins: true },
  // How long work takes its turn when others wait.
  pacing: { code: ["pacing"], packages: [], builtins: true },
  config: { code: ["config"], packages: ["zod"], builtins: true },
  runtime: { code: ["runtime"], packages: [], builtins: true },
  compose: { code: EVERYTHING_SERVER, packages: "any", builtins: true },
  main: { code: EVERYTHING_SERVER, packages: "any", builtins: true },
  manifest: { code: ["migration"], types: ["adapter", "port"], packages: [], builtins: true },
  // Frozen history: a migration that imported today's code would change with it.
  migration: { code: [], types: ["adapter", "port"], packages: ["mongodb"], builtins: true },
  package: { code: ["package"], packages: "any", builtins: true },
  // Benches start the app and make encounters as the browser tests do.
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

/** Which folders are which room; the first pattern that fits decides. */
const PLACES: readonly (readonly [pattern: string, room: Room])[] = [
  ["**/*_test.{ts,tsx}", "test"],
  ["**/testing/**", "test"],
  ["tests/**", "test"],
  ["lib/actions/**", "action"],
  ["lib/combat/**", "combat"],
  ["lib/creatures/**", "creatures"],
  ["lib/contracts/**", "contracts"],
  ["lib/client/**", "client"],
  ["lib/{store/ports/**,*/port.ts,*/*_port.ts}", "port"],
  [
    "lib/{auth/adapters,billing/adapters,alerting,backup,cache,email,health,jobs,metrics,storage,store}/**",
    "adapter",
  ],
  ["lib/interchange/**", "interchange"],
  ["lib/{auth,bestiary,billing,builder,campaigns,encounters,parties,pictures}/**", "usecase"],
  ["lib/http/**", "http"],
  ["lib/config/**", "config"],
  ["lib/compose/**", "compose"],
  ["lib/serving/**", "runtime"],
  ["islands/**", "island"],
  ["{assets,components}/**", "component"],
  ["routes/**", "route"],
  ["migrations/{mongo/manifest,manifest}.ts", "manifest"],
  ["migrations/**", "migration"],
  ["packages/**", "package"],
  ["{tasks/**,fresh.config.ts}", "task"],
  ["client.ts", "client"],
];

const PATTERNS = PLACES.map(([pattern, room]) => ({ fits: globToRegExp(pattern), room }));
/** Files that are a room of their own: define.ts, main.ts, lib/errors.ts, lib/log.ts, … */
const OWN_ROOM = /^(?:lib\/)?([a-z]+)\.ts$/;

/** `**` is any path, `*` any name, `{a,b}` either. */
function globToRegExp(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*\/|\*\*|\*|[{},.()[\]]/g, (sign) => {
    switch (sign) {
      case "**/":
        return "(?:.*/)?";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "{":
        return "(?:";
      case "}":
        return ")";
      case ",":
        return "|";
      default:
        return `\\${sign}`;
    }
  });
  return new RegExp(`^${source}$`);
}

/** The room of a module; `undefined` when nobody has given it one yet. */
export function roomOf(path: string): Room | undefined {
  const place = PATTERNS.find(({ fits }) => fits.test(path));
  if (place) return place.room;
  const name = OWN_ROOM.exec(path)?.[1];
  return name !== undefined && isRoom(name) ? name : undefined;
}

function isRoom(name: string): name is Room {
  return Object.hasOwn(RULES, name);
}

/** What a person calls the module's neighbourhood: lib/store, lib/cache, routes, … */
export function houseOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "lib" ? `lib/${second}` : first;
}
