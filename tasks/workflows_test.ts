import assert from "node:assert/strict";
import { projectFiles, ROOT } from "@/tasks/lib/files.ts";

const files = projectFiles(".github/")
  .filter((path) => path.endsWith(".yml") && !path.endsWith("zizmor.yml"))
  .map((path) => ({ path, text: Deno.readTextFileSync(ROOT + path) }));
const workflows = files.filter(({ path }) => path.includes("/workflows/"));

Deno.test("every action is named by its commit, with the version behind it", () => {
  const loose = files.flatMap(({ path, text }) =>
    text.split("\n").filter((line) => /uses: (?!\.\/)/.test(line))
      .filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))
      .map((line) => `${path}:${line}`)
  );
  assert.deepEqual(loose, []);
});

Deno.test("one action is the same commit wherever it is used", () => {
  const commits = new Map<string, Set<string>>();
  for (const { text } of files) {
    for (
      const [, action = "", commit = ""] of text.matchAll(/uses: ([\w-]+\/[\w-]+)[\w/-]*@(\w{40})/g)
    ) {
      commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    }
  }
  assert.ok(commits.size > 5);
  assert.deepEqual([...commits].filter(([, all]) => all.size > 1), []);
});

Deno.test("a workflow may do nothing, and each job says what it may and how long it takes", () => {
  assert.ok(workflows.length >= 6);
  for (const { path, text } of workflows) {
    assert.match(text, /^permissions: \{\}$/m, path);
    assert.match(text, /^concurrency:$/m, path);
    const jobs = text.slice(text.indexOf("\njobs:")).split(/^ {2}(?=\w[\w-]*:$)/m).slice(1);
    for (const job of jobs) {
      const [name = ""] = job.split("\n");
      assert.match(job, /^ {4}permissions:/m, `${path} ${name}`);
      if (!/^ {4}uses:/m.test(job)) assert.match(job, /^ {4}timeout-minutes:/m, `${path} ${name}`);
    }
  }
});

Deno.test("no workflow hands secrets to a change from outside", () => {
  for (const { path, text } of workflows) {
    assert.doesNotMatch(text, /pull_request_target|workflow_run:/, path);
    assert.doesNotMatch(text, /secrets: inherit/, path);
  }
});
