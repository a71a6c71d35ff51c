// Foreign files on the built server: what they cost stays in a process of their own.
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { FILES, sendForeignFile } from "./attacks/import_files.ts";

Deno.test("a small file that unfolds into millions of parts is refused with the reason", async () => {
  await using app = await startApp();
  const signal = AbortSignal.timeout(30_000);
  for (const [name, make] of Object.entries(FILES)) {
    const answer = await sendForeignFile(app.origin, await make(), signal);
    assert.match(
      answer,
      /problem.*(too many parts|more than 20000 entries|larger than 16 MB)/,
      name,
    );
  }
});

Deno.test("the built server reads a file in the program that its build wrote", async () => {
  await using app = await startApp();
  const file = new TextEncoder().encode('{"Name":"Ogre","HP":{"Value":59},"AC":{"Value":11}}');
  const answer = await sendForeignFile(app.origin, file, AbortSignal.timeout(30_000));
  assert.match(answer, /"kind":"report".*"creatures":1/);
});
