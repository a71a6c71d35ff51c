import assert from "node:assert/strict";
import { VARIABLES } from "@/lib/config/variables.ts";
import type { Variable } from "@/lib/config/variable.ts";
import { terraformFiles } from "@/tasks/terraform/workspace.ts";

const known: ReadonlyMap<string, Variable> = new Map(Object.entries(VARIABLES));

/** Names of the map that an output gives. */
function namesOf(output: string): string[] {
  const text = terraformFiles().get("outputs.tf") ?? "";
  const body = new RegExp(`output "${output}" \\{[\\s\\S]*?value = \\{([\\s\\S]*?)\\n  \\}`)
    .exec(text)?.[1] ?? "";
  return [...body.matchAll(/^ {4}([A-Z0-9_]+) +=/gm)].map((match) => match[1] ?? "");
}

Deno.test("Terraform tells the app variables that the configuration knows", () => {
  const outputs = ["app_environment", "app_secrets", "backup_environment", "backup_secrets"];
  const names = outputs.flatMap(namesOf);
  assert.ok(names.length >= 12, `found ${names.length} names`);
  assert.deepEqual(names.filter((name) => !known.has(name)), []);
});

Deno.test("no secret's value leaves Terraform, and no plain value is called a secret", () => {
  const secret = (name: string) => known.get(name)?.secret === true;
  assert.deepEqual(namesOf("app_environment").filter(secret), []);
  assert.deepEqual(namesOf("app_secrets").filter((name) => !secret(name)), []);
});

Deno.test("whatever staging and production require is told or named as a secret", () => {
  const names = new Set([...namesOf("app_environment"), ...namesOf("app_secrets")]);
  const required = [...known]
    .filter(([, variable]) =>
      variable.required?.includes("staging") || variable.required?.includes("production")
    )
    .map(([name]) => name);
  assert.ok(required.length > 0);
  assert.deepEqual(required.filter((name) => !names.has(name)), []);
});

Deno.test("both environments set every variable that has no default", () => {
  const files = terraformFiles();
  const needed = [
    ...(files.get("variables.tf") ?? "").matchAll(/^variable "(\w+)" \{([\s\S]*?)^\}/gm),
  ]
    .filter(([, , body = ""]) => !/^ {2}default /m.test(body) && !/ephemeral += true/.test(body))
    .map(([, name = ""]) => name);
  for (const environment of ["staging", "production"]) {
    const set = [...(files.get(`${environment}.tfvars`) ?? "").matchAll(/^(\w+) += /gm)]
      .map(([, name = ""]) => name);
    assert.deepEqual(needed.filter((name) => !set.includes(name)), [], environment);
  }
});
