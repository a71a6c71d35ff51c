import assert from "node:assert/strict";
import { HttpError } from "./error.ts";
import { compilePattern } from "./pattern.ts";
import { Router } from "./router.ts";

const PATTERNS: [pattern: string, path: string, params: Record<string, string> | null][] = [
  ["/a/:id", "/a/1", { id: "1" }],
  ["/a/:id", "/a/1/2", null],
  ["/a/:id", "/a/", null],
  ["/a/:id?", "/a", { id: "" }],
  ["/a{/:id}?", "/a/x", { id: "x" }],
  ["/a{/:id}?", "/a/", null],
  ["/a/:rest*", "/a", { rest: "" }],
  ["/a/:rest*", "/a/b/c", { rest: "b/c" }],
  ["/a/:rest+", "/a", null],
  ["/a/:n(\\d+)", "/a/12", { n: "12" }],
  ["/a/:n(\\d+)", "/a/x", null],
  ["/a/:name.csv", "/a/jan.csv", { name: "jan" }],
  ["/a/:x-:y", "/a/1-2", { x: "1", y: "2" }],
  ["/a/*", "/a/b/c", { 0: "b/c" }],
  ["/a.b/:x", "/aXb/1", null],
];

Deno.test("path patterns match as URLPattern's pathnames do", () => {
  for (const [pattern, path, params] of PATTERNS) {
    assert.deepEqual(compilePattern(pattern).match(path), params, `${pattern} on ${path}`);
    const native = new URLPattern({ pathname: pattern }).exec({ pathname: path });
    const groups = native === null ? null : Object.fromEntries(
      Object.entries(native.pathname.groups).map(([k, v]) => [k, v ?? ""]),
    );
    assert.deepEqual(groups, params, `URLPattern: ${pattern} on ${path}`);
  }
});

Deno.test("path patterns that cannot be read are refused", () => {
  for (const bad of ["/a/:", "/a{/:b", "/a/:n(\\d+"]) {
    assert.throws(() => compilePattern(bad), SyntaxError, bad);
  }
});

Deno.test("fixed paths win over patterns, the first of equals wins", () => {
  const router = new Router<string>();
  router.add("GET", "/p/:id", "pattern");
  router.add("GET", "/p/me", "fixed");
  router.add("GET", "/p/:other", "second");
  router.add("POST", "/p/:other", "post");
  const target = (method: string, path: string) => {
    const match = router.match(method, path);
    return match.kind === "route" ? match.target : match;
  };
  assert.equal(target("GET", "/p/me"), "fixed");
  assert.equal(target("GET", "/p/me/"), "fixed");
  assert.equal(target("GET", "/p/7"), "pattern");
  assert.equal(target("HEAD", "/p/7"), "pattern");
  assert.equal(target("POST", "/p/7"), "post");
  assert.deepEqual(target("PUT", "/p/7"), { kind: "method", allowed: ["GET"], route: "/p/:id" });
  assert.deepEqual(target("GET", "/q"), { kind: "none" });
});

Deno.test("a file route with letters outside ASCII is found by its encoded address", () => {
  const router = new Router<number>();
  router.add("GET", "/grün", 1);
  assert.equal(router.match("GET", "/gr%C3%BCn").kind, "route");
});

Deno.test("a malformed escape in a parameter is HttpError 400", () => {
  const router = new Router<number>();
  router.add("GET", "/p/:id", 1);
  assert.throws(
    () => router.match("GET", "/p/%E0%A4%A"),
    (error: unknown) => error instanceof HttpError && error.status === 400,
  );
});
