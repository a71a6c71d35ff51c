// The host's script by the platform that calls it, with a small `docker` and Caddy that keep their
// containers in files and refuse what the real ones refuse.
import assert from "node:assert/strict";
import { SshPlatform } from "@/tasks/deploy/platforms/ssh.ts";
import { ROOT } from "@/tasks/lib/files.ts";

const DOCKER = `#!/usr/bin/env bash
cd "$(dirname "$0")"
echo "$*" >>calls
case $1 in
  pull) [[ \${!#} != *missing* ]] ;;
  tag) touch "image-$3" ;;
  rm) rm -f "container-\${!#}" ;;
  stop) rm -f "container-\${!#}" ;;
  inspect) if [[ -e container-\${!#} ]]; then echo true; else exit 1; fi ;;
  run)
    [[ -e image-encounter-tracker:r1 ]] || { echo "no such image" >&2; exit 125; }
    for ((i = 1; i <= $#; i++)); do
      if [[ \${!i} == --name ]]; then j=$((i + 1)); touch "container-\${!j}"; exit 0; fi
    done
    cat - && echo "ran \${*: -3}" ;;
esac
`;

async function host(): Promise<{ platform: SshPlatform; folder: string; never: AbortSignal }> {
  const folder = await Deno.makeTempDir({ prefix: "host-" });
  await Deno.copyFile(`${ROOT}ops/host/release`, `${folder}/release`);
  await Deno.writeTextFile(`${folder}/.env`, "");
  await Deno.writeTextFile(`${folder}/docker`, DOCKER);
  await Deno.writeTextFile(
    `${folder}/reload`,
    `#!/bin/sh\ntest ! -e ${folder}/caddy-is-broken\n`,
  );
  for (const name of ["release", "docker", "reload"]) await Deno.chmod(`${folder}/${name}`, 0o755);
  // In the place of ssh: a shell that is given the same one command line.
  const shell = `DOCKER=${folder}/docker CADDY_RELOAD=${folder}/reload exec bash -c "$1"`;
  const platform = new SshPlatform({
    connect: ["bash", "-c", shell, "ssh"],
    folder,
    image: "ghcr.io/example/encounter-tracker",
    candidate: "https://candidate.example.org",
  });
  return { platform, folder, never: new AbortController().signal };
}

Deno.test("a host brings a release up, moves the traffic, and ends the one before", async () => {
  const { platform, folder, never } = await host();
  assert.equal(await platform.serving(never), undefined);
  for (const release of ["r1", "r2"]) {
    const sha256 = "a".repeat(64);
    await platform.upload({ release, path: undefined, sha256 }, never);
    assert.equal(await platform.running(release, never), false);
    assert.equal(await platform.start(release, never), "https://candidate.example.org");
    assert.equal(await platform.running(release, never), true);
    await platform.promote(release, never);
    assert.equal(await platform.serving(never), release);
    const serving = await Deno.readTextFile(`${folder}/serving.caddy`);
    assert.equal(serving, `reverse_proxy encounter-tracker-${release}:8000\n`);
  }
  await assert.rejects(platform.stop("r2", never), /r2 serves/);
  await platform.stop("r1", never);
  assert.equal(await platform.running("r1", never), false);
  const calls = await Deno.readTextFile(`${folder}/calls`);
  assert.match(calls, /pull --quiet ghcr\.io\/example\/encounter-tracker@sha256:a{64}/);
  assert.match(calls, /--read-only --tmpfs \/tmp --cap-drop ALL --security-opt no-new-privileges/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("when Caddy does not take the new address the old one stands", async () => {
  const { platform, folder, never } = await host();
  await platform.upload({ release: "r1", path: undefined, sha256: undefined }, never);
  await platform.start("r1", never);
  await platform.promote("r1", never);
  await platform.start("r2", never);
  await Deno.writeTextFile(`${folder}/caddy-is-broken`, "");
  await assert.rejects(platform.promote("r2", never), /did not take the new address/);
  assert.equal(await platform.serving(never), "r1");
  assert.match(await Deno.readTextFile(`${folder}/serving.caddy`), /encounter-tracker-r1:8000/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("tasks run in the release's image, and no word breaks out of its quotes", async () => {
  const { platform, folder, never } = await host();
  await platform.upload({ release: "r1", path: undefined, sha256: undefined }, never);
  const ran = await platform.task("r1", ["backup", "run", "$(touch broken-out) 'x'"], never);
  assert.equal(ran.code, 0, ran.text);
  assert.match(ran.text, /ran backup run \$\(touch broken-out\) 'x'/);
  await assert.rejects(Deno.stat(`${folder}/broken-out`));
  const talk = platform.converse("r1", ["deploy:state"]);
  await talk.send("a line");
  const lines = talk.lines[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, "a line");
  await talk.end();
  await assert.rejects(platform.start("../etc", never), /no name of a release/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an image that is not there is one line, and nothing else happens", async () => {
  const { platform, folder, never } = await host();
  const artefact = { release: "missing", path: undefined, sha256: undefined };
  await assert.rejects(platform.upload(artefact, never), /pull ended with/);
  assert.equal(await platform.serving(never), undefined);
  await Deno.remove(folder, { recursive: true });
});
