// A release in small: the tasks that a deployment runs and a server, each of which fails or hangs
// as a file of its name below FAULTS says. `toy_release.ts TASK WORDS…`
const [task = "", ...words] = Deno.args;
const env = Deno.env.toObject();
const folder = env["FAULTS"] ?? ".";
const release = env["RELEASE"] ?? "";

function fault(name: string): string {
  for (const file of [`${folder}/${name}.${release}`, `${folder}/${name}`]) {
    try {
      return Deno.readTextFileSync(file).trim();
    } catch {
      // No fault of that name.
    }
  }
  return "";
}

async function misbehave(name: string): Promise<void> {
  const kind = fault(name);
  if (kind === "fail") {
    console.error(`${name} was told to fail`);
    Deno.exit(1);
  }
  if (kind === "hang") await new Promise((resolve) => setTimeout(resolve, 120_000));
  if (kind === "slow") await new Promise((resolve) => setTimeout(resolve, 700));
}

/** Releases bring one migration each: r1 brings m1. */
const own = release.replace("r", "m");
const schema = `${folder}/schema`;

async function migrate(): Promise<void> {
  const [verb, ...more] = words;
  await misbehave(verb === "status" ? "status" : `migrate-${verb}`);
  if (verb === "status") {
    const id = Deno.readTextFileSync(schema).trim();
    console.log(JSON.stringify({ applied: id === "" ? [] : [{ id }] }));
  }
  if (verb === "up") Deno.writeTextFileSync(schema, own);
  if (verb === "down") Deno.writeTextFileSync(schema, more[more.indexOf("--to") + 1] ?? "");
}

/** What the smoke test looks at, and /health, in the toy's way. */
function serve(): void {
  let asked = 0;
  const kind = fault("serve");
  // Like the real one: it does not start on a schema that is newer than itself.
  if (kind === "fail" || Deno.readTextFileSync(schema).trim() > own) Deno.exit(1);
  if (kind === "hang") return void setTimeout(() => {}, 120_000);
  const answers = Number(env["ANSWERS"] ?? 2);
  const answer = (request: Request): Response => {
    const { pathname } = new URL(request.url);
    const after = ++asked > answers;
    if (pathname === "/health") {
      if (kind === "dies" && asked >= answers) setTimeout(() => Deno.exit(1), 5);
      const down = kind === "down later" && after;
      const name = kind === "wrong" ? "another" : release;
      return Response.json({ release: name, status: down ? "down" : "ok" });
    }
    if (kind === "no pages" && pathname === "/") return new Response("", { status: 500 });
    if (pathname === "/") {
      return new Response('<title>Toy</title><link href="/assets/a.css">');
    }
    if (pathname === "/readyz") return new Response("ready");
    if (pathname.startsWith("/assets/")) {
      return new Response("", { headers: { "cache-control": "immutable" } });
    }
    if (pathname === "/api/v1/encounters") return Response.json({ id: "1" }, { status: 201 });
    if (pathname.startsWith("/api/v1/encounters/1")) return Response.json({});
    return new Response("", { status: 404 });
  };
  Deno.serve({ port: Number(env["PORT"]), hostname: "127.0.0.1", onListen: () => {} }, answer);
}

if (task === "serve") serve();
else if (task === "migrate") await migrate();
else await misbehave(task);
