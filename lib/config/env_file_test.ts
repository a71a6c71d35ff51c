import assert from "node:assert/strict";
import { parseEnvFile } from "@/lib/config/env_file.ts";

function valuesOf(source: string): Record<string, string> {
  const { values, problems } = parseEnvFile(source);
  assert.deepEqual(problems, []);
  return Object.fromEntries(values);
}

Deno.test("a byte order mark does not become part of the first name", () => {
  assert.deepEqual(valuesOf("\uFEFFPORT=80\n"), { PORT: "80" });
});

Deno.test("Windows and old Macintosh line ends are line ends", () => {
  assert.deepEqual(valuesOf("A=1\r\nB=2\rC=3"), { A: "1", B: "2", C: "3" });
});

Deno.test("comments, blank lines and export are understood", () => {
  assert.deepEqual(valuesOf("# note\n\n  export A = 1 # why\nB=a#b\nC=#x"), {
    A: "1",
    B: "a#b",
    C: "",
  });
});

Deno.test("single quotes are literal, double quotes know escapes", () => {
  assert.deepEqual(valuesOf(`A='a\\n # b'\nB="x\\ny \\"z\\" \\\\" # c\nC=""`), {
    A: "a\\n # b",
    B: 'x\ny "z" \\',
    C: "",
  });
});

Deno.test("a value may hold equals signs and spaces", () => {
  assert.deepEqual(valuesOf("URL=mongodb://a/?b=c&d=e\nNAME=a b  "), {
    URL: "mongodb://a/?b=c&d=e",
    NAME: "a b",
  });
});

Deno.test("a name given twice is a problem that names both lines and no value", () => {
  const { problems, values } = parseEnvFile("KEY=first\nB=2\nKEY=second");
  assert.deepEqual(problems, [{ line: 3, message: "KEY is already set on line 1" }]);
  assert.equal(values.get("KEY"), "first");
});

Deno.test("an open quote and a line without a name are problems", () => {
  const { problems } = parseEnvFile(`A="open\nnonsense\n=1\nB='x' y`);
  assert.deepEqual(problems.map((problem) => problem.line), [1, 2, 3, 4]);
});
