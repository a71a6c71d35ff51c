// docs/one-machine.md as it stands: every step, with stand-ins for users, systemd, packages and the
// build, which a test cannot have. systemd's and Caddy's own checkers read the files of ops/linux.
import assert from "node:assert/strict";
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { programPath, run } from "@/tasks/lib/run.ts";
import { shellOf } from "@/tests/help/shell_doc.ts";

const UNIT = `${ROOT}ops/linux/encounter-tracker.service`;

/** Programs of the stand-in machine, by name. */
function programs(folder: string, port: number): Record<string, string> {
  const said = (name: string) => `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n`;
  return {
    "apt-get": said("apt-get"),
    npm: `${said("npm")}[ "$1" != prefix ] || echo "${folder}/npm"\n`,
    useradd: said("useradd"),
    chown: said("chown"),
    caddy: said("caddy"),
    // The working tree as a release, with this run's packages and build.
    git: `#!/bin/sh
echo "git $*" >> "${folder}/calls"
for to in "$@"; do :; done
mkdir -p "$to" && cd "${ROOT}" &&
tar -cf - --exclude=./node_modules --exclude=./_fresh --exclude=./.git --exclude=./data . | tar -xf - -C "$to"
cp -al "${ROOT}node_modules" "${ROOT}_fresh" "$to"
`,
    // What the unit says, as systemd would: its command, folder and environment, ended by SIGTERM.
    systemctl: `#!/bin/bash
echo "systemctl $*" >> "${folder}/calls"
case "$*" in
  *encounter-tracker.service*) ;;
  *) exit 0 ;;
esac
if [ -e "${folder}/pid" ]; then
  kill -TERM "$(cat "${folder}/pid")"
  while [ ! -e "${folder}/code" ]; do sleep 0.1; done
  cat "${folder}/code" >> "${folder}/codes"
  rm "${folder}/code"
fi
command=$(sed -n 's#^ExecStart=/usr/local/bin/deno#${Deno.execPath()}#p' "${folder}/units/encounter-tracker.service")
cd "${folder}/app/current/" || exit 1
(
  env -i PATH="$PATH" HOME="${folder}" ENV_FILE="${folder}/etc/env" PORT=${port} $command > "${folder}/log" 2>&1 &
  echo $! > "${folder}/pid"
  wait $!
  echo $? > "${folder}/code"
) < /dev/null > /dev/null 2>&1 &
sleep 0.2
`,
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

Deno.test("the guide for one machine runs as written: start, backup, update, way back", async () => {
  await ensureBuilt();
  const folder = await Deno.makeTempDir({ prefix: "tracker-machine-" });
  const port = freePort();
  try {
    await Deno.mkdir(`${folder}/bin`);
    await Deno.mkdir(`${folder}/units`);
    await Deno.mkdir(`${folder}/local`);
    for (const [name, text] of Object.entries(programs(folder, port))) {
      await Deno.writeTextFile(`${folder}/bin/${name}`, text, { mode: 0o755 });
    }
    // `install` and `build` would do again what was done for this run.
    const deno = `#!/bin/sh
case "$*" in
  "install --frozen" | "task build") echo "deno $*" >> "${folder}/calls" ;;
  *) exec "${Deno.execPath()}" "$@" ;;
esac
`;
    await Deno.writeTextFile(`${folder}/bin/deno`, deno, { mode: 0o755 });
    const script = shellOf(await Deno.readTextFile(`${ROOT}docs/one-machine.md`));
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", `set -euo pipefail\n${script}`],
      cwd: folder,
      clearEnv: true,
      env: {
        PATH: `${folder}/bin:${Deno.env.get("PATH") ?? ""}`,
        HOME: Deno.env.get("HOME") ?? folder,
        NO_COLOR: "1",
        BIN: `${folder}/local`,
        APP: `${folder}/app`,
        ETC: `${folder}/etc`,
        DATA: `${folder}/data`,
        BACKUPS: `${folder}/backups`,
        UNITS: `${folder}/units`,
        CADDY: `${folder}/Caddyfile`,
        JOURNALD: `${folder}/journald`,
        LOCAL: `http://127.0.0.1:${port}`,
      },
      stdin: "null",
    }).output();
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    const log = await Deno.readTextFile(`${folder}/log`).catch(() => "");
    assert.equal(code, 0, `${text}\n${log}`);
    assert.match(text, /The configuration is complete for production/);
    assert.match(text, /ready/);
    assert.match(text, /is whole/, "the backup was verified");
    const calls = await Deno.readTextFile(`${folder}/calls`);
    assert.match(calls, /^useradd --system .* encounter-tracker$/m);
    assert.match(calls, /^caddy validate /m);
    assert.equal(await Deno.readTextFile(`${folder}/codes`), "0\n0\n", "two restarts, in order");
    assert.equal(await Deno.readLink(`${folder}/app/current`), "releases/v1.0.0", "the way back");
    assert.equal((await Deno.stat(`${folder}/etc/env`)).mode! & 0o777, 0o640);
  } finally {
    const pid = Number(await Deno.readTextFile(`${folder}/pid`).catch(() => "0"));
    try {
      if (pid > 0) Deno.kill(pid, "SIGKILL");
    } catch {
      // It has ended.
    }
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
});

Deno.test("systemd reads the unit, and says that it exposes little", async () => {
  if (programPath("systemd-analyze") === undefined) {
    console.log("left out: systemd-analyze is not installed");
    return;
  }
  const { code, text } = await run(
    "systemd-analyze",
    ["security", "--offline=yes", "--threshold=20", "--no-pager", UNIT],
    { output: "collect" },
  );
  assert.equal(code, 0, text.split("\n").slice(-3).join("\n"));
  assert.doesNotMatch(text, /Unknown (key|section)|Failed to parse/);
});

Deno.test("Caddy takes its file", async () => {
  const found = (await run(".ci/tools", ["caddy"], { output: "collect" })).text.trim();
  const caddy = /^ok caddy \S+ (\/.+)$/m.exec(found)?.[1];
  if (caddy === undefined) {
    console.log(`left out: caddy validate (${found})`);
    return;
  }
  const { code, text } = await run(
    caddy,
    ["validate", "--adapter", "caddyfile", "--config", `${ROOT}ops/linux/Caddyfile`],
    { output: "collect" },
  );
  assert.equal(code, 0, text);
});
