// `deno task image:try`: builds the Dockerfile of the last commit and starts the image as a host would
// (read-only, no capabilities, no root), where no registry of images can be reached. The base is a
// stand-in made of this machine's own Deno and C library, so that the image's size is about right and
// its base is not proven. Takes Linux, root and podman of `.ci/tools`; says so where it has not.
import { freePort } from "@/tasks/deploy/programs.ts";
import { programPath, run, runDeno } from "@/tasks/lib/run.ts";
import { toolPath } from "@/tasks/terraform/mirror.ts";

const IMAGE = "tracker:try";
const BASES = ["docker.io/denoland/deno:2.9.6", "docker.io/denoland/deno:distroless-2.9.6"];
const READY_ATTEMPTS = 120;
/** The home of who builds, in the container. */
const BUILDER = "/root";

/** Podman with storage and settings of its own in one folder; nothing of the machine's is used. */
class Podman {
  constructor(readonly folder: string, readonly program: string) {}

  async prepare(): Promise<void> {
    const there = this.program.replace(/usr\/bin\/podman$/, "");
    await Deno.writeTextFile(
      `${this.folder}/containers.conf`,
      `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
events_logger = "file"
conmon_path = ["${there}usr/bin/conmon"]
runtime = "runc"
[engine.runtimes]
runc = ["${there}usr/sbin/runc"]
[network]
network_backend = "cni"
cni_plugin_dirs = ["${there}usr/lib/cni"]
`,
    );
    await Deno.writeTextFile(`${this.folder}/registries.conf`, "");
    await Deno.writeTextFile(
      `${this.folder}/policy.json`,
      JSON.stringify({ default: [{ type: "insecureAcceptAnything" }] }),
    );
    await Deno.mkdir(`${this.folder}/tmp`);
  }

  async run(...words: string[]): Promise<string> {
    const { code, text } = await this.try(...words);
    if (code !== 0) throw new Error(`podman ${words[0]} ended with ${code}: ${text.slice(-2_000)}`);
    return text.trim();
  }

  try(...words: string[]) {
    const libraries = this.program.replace(/bin\/podman$/, "lib");
    const options = ["--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"];
    const places = ["--root", `${this.folder}/root`, "--runroot", `${this.folder}/run`];
    return run(this.program, [...options, ...places, ...words], {
      output: "collect",
      env: {
        CONTAINERS_CONF: `${this.folder}/containers.conf`,
        CONTAINERS_REGISTRIES_CONF: `${this.folder}/registries.conf`,
        TMPDIR: `${this.folder}/tmp`,
        LD_LIBRARY_PATH: `${libraries}/${Deno.build.arch}-linux-gnu`,
      },
    });
  }
}

async function shell(line: string): Promise<string> {
  const { code, text } = await run("bash", ["-euo", "pipefail", "-c", line], { output: "collect" });
  if (code !== 0) throw new Error(`${line}: ${text}`);
  return text.trim();
}

/** A root folder with Deno, the libraries that it is linked to, and a shell for the build. */
async function makeBase(folder: string): Promise<void> {
  await shell(`mkdir -p ${folder}/{bin,usr/bin,etc/ssl/certs,tmp,root,deno-dir}
    chmod 1777 ${folder}/tmp
    cp -L "${Deno.execPath()}" ${folder}/usr/bin/deno
    cp -L /bin/sh ${folder}/bin/sh
    cp -L /etc/ssl/certs/ca-certificates.crt ${folder}/etc/ssl/certs/
    printf 'root:x:0:0:root:/root:/bin/sh\\nnonroot:x:65532:65532::/:/bin/sh\\n' >${folder}/etc/passwd
    printf 'root:x:0:\\nnonroot:x:65532:\\n' >${folder}/etc/group
    { ldd "${Deno.execPath()}" /bin/sh; ls /lib/*-linux-gnu/lib{nss_dns,nss_files,resolv,stdc++}.so.* \\
      /usr/lib/*-linux-gnu/libstdc++.so.6 2>/dev/null || true; } | grep -oE '/[^ ]+\\.so[^ ]*' | sort -u |
      while read -r library; do cp -L --parents "$library" ${folder}; done`);
}

/** What a build may read of this machine: where packages come from, and those that it has. */
async function buildMounts(): Promise<string[]> {
  const { denoDir } = JSON.parse(await shell(`"${Deno.execPath()}" info --json`));
  const mounts = [[String(denoDir), "/deno-dir"]];
  const home = Deno.env.get("HOME") ?? "";
  const certificates = Deno.env.get("SSL_CERT_FILE");
  if (certificates) mounts.push([certificates, "/etc/ssl/certs/ca-certificates.crt:ro"]);
  for (
    const [from, to] of [[`${home}/.npmrc`, `${BUILDER}/.npmrc`], ["/etc/npmrc", "/etc/npmrc"]]
  ) {
    if (from && to && await Deno.stat(from).then(() => true, () => false)) {
      mounts.push([from, `${to}:ro`]);
    }
  }
  return mounts.flatMap(([from, to]) => ["--volume", `${from}:${to}`]);
}

async function build(podman: Podman, folder: string): Promise<void> {
  await makeBase(`${folder}/base`);
  await shell(`tar -C ${folder}/base -cf ${folder}/base.tar .`);
  const policy = ["--signature-policy", `${folder}/policy.json`];
  for (const base of BASES) await podman.run("import", ...policy, `${folder}/base.tar`, base);
  await shell(`mkdir ${folder}/source && git archive HEAD | tar -x -C ${folder}/source`);
  const how = ["--isolation", "oci", "--network", "host", "--pull=never", "--format", "docker"];
  const words = [...policy, ...how, ...await buildMounts(), "--build-arg", "RELEASE=try"];
  await podman.run("build", ...words, "--tag", IMAGE, `${folder}/source`);
}

async function size(podman: Podman): Promise<string> {
  const mounted = await podman.run("image", "mount", IMAGE);
  const bytes = Number(await shell(`tar -C ${mounted} -c . | gzip -1 | wc -c`));
  await podman.run("image", "unmount", IMAGE);
  return `${(bytes / 1e6).toFixed(0)} MB packed, on the stand-in base`;
}

/** Starts it as docs/runbooks/deploy.md's host does, uses it, and ends it. */
async function use(podman: Podman, folder: string): Promise<string[]> {
  const port = freePort();
  await shell(`mkdir ${folder}/data && chown 65532:65532 ${folder}/data`);
  const token = crypto.randomUUID().replaceAll("-", "");
  const env = { APP_ENV: "development", HOST: "127.0.0.1", PORT: port, OPS_TOKEN: token };
  const words = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const cage = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--network", "host"];
  const safe = ["--security-opt", "no-new-privileges", "--volume", `${folder}/data:/data`];
  await podman.run("run", "--detach", "--name", "try", ...cage, ...safe, ...words, IMAGE);
  const site = `http://127.0.0.1:${port}`;
  const ready = () => fetch(`${site}/readyz`).then((answer) => answer.ok, () => false);
  for (let i = 0; i < READY_ATTEMPTS && !await ready(); i++) await shell("sleep 0.5");
  if (!await ready()) throw new Error(`never ready: ${(await podman.try("logs", "try")).text}`);
  const user = (await podman.run("top", "try", "user")).split("\n").at(-1)?.trim();
  if (user === "root") throw new Error("it runs as root");
  const said = [`serves as user ${user}`];
  await podman.run("healthcheck", "run", "try");
  await podman.run("exec", "try", "deno", "task", "-q", "migrate", "status");
  await podman.run("exec", "try", "deno", "task", "-q", "backup", "run", "--to", "/data/backups");
  const smoke = await runDeno(["task", "-q", "smoke", site], {
    output: "collect",
    env: { OPS_TOKEN: token },
  });
  if (smoke.code !== 0) throw new Error(`smoke: ${smoke.text}`);
  await podman.run("stop", "--time", "20", "try");
  const code = await podman.run("inspect", "--format", "{{.State.ExitCode}}", "try");
  if (code !== "0") throw new Error(`ended with ${code} when asked to`);
  return [...said, "health check, migrate, backup, smoke: ok", "ends with 0 on SIGTERM"];
}

async function main(): Promise<number> {
  const found = await toolPath("podman");
  const why = Deno.build.os !== "linux" || Deno.uid() !== 0
    ? "it takes Linux and root"
    : "reason" in found
    ? found.reason
    : programPath("git") === undefined
    ? "it takes git"
    : undefined;
  if (why !== undefined || "reason" in found) {
    console.log(`The image is not tried: ${why}`);
    return 0;
  }
  const folder = await Deno.makeTempDir({ prefix: "image-try-" });
  const podman = new Podman(folder, found.path);
  try {
    await podman.prepare();
    await build(podman, folder);
    console.log(`The Dockerfile builds: ${await size(podman)}`);
    for (const line of await use(podman, folder)) console.log(line);
    return 0;
  } finally {
    await podman.try("rm", "--force", "--all");
    await Deno.remove(folder, { recursive: true }).catch((error: unknown) => {
      console.error(`${folder} could not be removed: ${String(error)}`);
    });
  }
}

if (import.meta.main) Deno.exit(await main());
