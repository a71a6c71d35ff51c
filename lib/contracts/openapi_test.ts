import assert from "node:assert/strict";
import { COMMAND_SCHEMAS } from "./command.ts";
import { openApi } from "./openapi.ts";
import { OPERATIONS } from "./registry.ts";

/** A part of the document; leaves are read with `String`. */
interface Json {
  readonly [key: string]: Json;
}

function document(): Json {
  return JSON.parse(JSON.stringify(openApi()));
}

Deno.test("the description names every operation and every command", () => {
  const described = Object.values(document()["paths"] ?? {}).flatMap((path) =>
    Object.values(path).map((operation) => String(operation["operationId"]))
  );
  assert.deepEqual(described.sort(), OPERATIONS.map((operation) => operation.id).sort());
  const union = JSON.stringify(document()["components"]?.["schemas"]?.["Command"]);
  for (const schema of COMMAND_SCHEMAS) {
    assert.ok(union.includes(`"const":"${schema.shape.type.value}"`), schema.shape.type.value);
  }
});

Deno.test("every reference of the description leads somewhere", () => {
  const whole = document();
  for (const [, path = ""] of JSON.stringify(whole).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    let at: Json | undefined = whole;
    for (const part of path.split("/")) at = at?.[part];
    assert.ok(at !== undefined, `#/${path} is not there`);
  }
});

Deno.test("path parameters are declared, each once", () => {
  for (const [path, methods] of Object.entries(document()["paths"] ?? {})) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const method of Object.values(methods)) {
      const given = Object.values(method["parameters"] ?? {})
        .filter((parameter) => String(parameter["in"]) === "path")
        .map((parameter) => String(parameter["name"]));
      assert.deepEqual(given, named, path);
    }
  }
});
