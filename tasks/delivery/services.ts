// Tries the flags that docker-compose.yml gives its services on the real servers, where these can be
// had: other ports and folders, the same flags. MongoDB, the REST front and Deno's image are not
// among them; the workflow starts the whole file with Docker.
import { freePort } from "@/tasks/deploy/programs.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { programPath } from "@/tasks/lib/run.ts";
import { toolPath } from "@/tasks/terraform/mirror.ts";

/** How one service is started here, and how one sees that it serves. */
interface Service {
  readonly name: string;
  /** The command line as the compose file has it. */
  readonly written: RegExp;
  readonly find: () => Promise<{ path: string } | { reason: string }>;
  /** The same words with ports and folders of this machine. */
  adapt(words: string[], port: number, folder: string): string[];
  /** Throws while it does not serve as it should. */
  ask(port: number): Promise<void>;
}

const PASSWORD = "only-for-this-try";

function debian(name: string): Promise<{ path: string } | { reason: string }> {
  const path = programPath(name);
  return Promise.resolve(path === undefined ? { reason: `no ${name}` } : { path });
}

async function http(port: number, path: string, wanted: RegExp): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    signal: AbortSignal.timeout(1_000),
  });
  const text = await response.text();
  if (!response.ok || !wanted.test(text)) throw new Error(`answers ${response.status}: ${text}`);
}

/** One exchange in Redis's own protocol, in its inline form. */
async function redis(port: number, lines: readonly string[]): Promise<string> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  try {
    await connection.write(new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join("")));
    const buffer = new Uint8Array(1_024);
    let text = "";
    while (text.split("\r\n").length <= lines.length) {
      const read = await connection.read(buffer);
      if (read === null) break;
      text += new TextDecoder().decode(buffer.subarray(0, read));
    }
    return text;
  } finally {
    connection.close();
  }
}

const SERVICES: readonly Service[] = [
  {
    name: "cache",
    written: /exec (redis-server [^\n]*)/,
    find: () => debian("redis-server"),
    adapt: (words, port, folder) => [
      ...words.map((word) => word === '"$$REDIS_PASSWORD"' ? PASSWORD : word),
      "--port",
      String(port),
      "--dir",
      folder,
    ],
    async ask(port) {
      const closed = await redis(port, ["PING"]);
      if (!closed.startsWith("-NOAUTH")) throw new Error(`open without a password: ${closed}`);
      const open = await redis(port, [`AUTH ${PASSWORD}`, "PING"]);
      if (!open.includes("+PONG")) throw new Error(`no answer with the password: ${open}`);
    },
  },
  {
    name: "storage",
    written: /exec (versitygw [^\n]*)/,
    find: () => toolPath("versitygw"),
    adapt: (words, port, folder) =>
      words.map((word) =>
        word === ":7070"
          ? `127.0.0.1:${port}`
          : /^\/(data|versions)$/.test(word)
          ? folder + word
          : word
      ),
    ask: (port) => http(port, "/health", /.*/),
  },
  {
    name: "mail",
    written: /image: axllent\/mailpit[^\n]*\n\s+command: \[([\s\S]*?)\]/,
    find: () => toolPath("mailpit"),
    adapt: (words, port) => [
      ...words,
      "--listen",
      `127.0.0.1:${port}`,
      "--smtp",
      `127.0.0.1:${freePort()}`,
    ],
    ask: (port) => http(port, "/api/v1/info", /Version/),
  },
  {
    name: "prometheus",
    written: /exec (prometheus [^\n]*)/,
    find: async () => {
      // Debian's package has both.
      const found = await toolPath("promtool");
      return "reason" in found ? found : { path: found.path.replace(/promtool$/, "prometheus") };
    },
    adapt: (words, port, folder) => [
      ...words.map((word) =>
        word.replace(/=.+(?=\/prometheus\.yml$)/, `=${ROOT}ops/prometheus`)
          .replace(/=\/prometheus$/, `=${folder}/data`)
      ),
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    ask: (port) => http(port, "/api/v1/rules", /"name":"error_rate"/),
  },
];

async function trial(service: Service, program: string, words: string[]): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "service-" });
  for (const name of ["data", "versions"]) await Deno.mkdir(`${folder}/${name}`);
  const port = freePort();
  const child = new Deno.Command(program, {
    args: service.adapt(words, port, folder),
    env: { ROOT_ACCESS_KEY: "ONLYFORTHISTRYONLY", ROOT_SECRET_KEY: `${PASSWORD}-${PASSWORD}` },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  let problem = "";
  for (let attempt = 0; attempt < 60; attempt++) {
    try {
      await service.ask(port);
      problem = "";
      break;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    child.kill("SIGTERM");
  } catch {
    // It has ended by itself: its words say why.
  }
  const { stdout, stderr } = await output;
  await Deno.remove(folder, { recursive: true });
  if (problem === "") return "";
  const said = new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout);
  return `${problem}\n${said.trim().slice(-1_000)}`;
}

/** The words of a command line that needs no quoting, or of a list. */
function wordsOf(text: string): string[] {
  if (text.includes('",')) return [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
  return text.trim().split(/\s+/).slice(1);
}

/** One check a service: empty text when its flags work, or the reason why it was not tried. */
export function serviceChecks(): readonly (readonly [
  name: string,
  check: () => Promise<string | { reason: string }>,
])[] {
  return SERVICES.map((service) => [
    `flags of ${service.name} on the real server`,
    async () => {
      const text = await Deno.readTextFile(`${ROOT}docker-compose.yml`);
      const written = service.written.exec(text)?.[1];
      if (written === undefined) return `docker-compose.yml does not start ${service.name} so`;
      const found = await service.find();
      return "reason" in found ? found : await trial(service, found.path, wordsOf(written));
    },
  ]);
}
