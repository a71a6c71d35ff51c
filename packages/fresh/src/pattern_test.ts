import assert from "node:assert/strict";
import { compilePattern } from "./pattern.ts";

const PATTERNS = [
  "/people/:id",
  "/opt{/:lang}?",
  "/opt/:lang?",
  "/a{/b/:x}?",
  "/c{d}?",
  "/c{d}+",
  "/tree/:path*",
  "/tree/:path+",
  "/num/:n(\\d+)",
  "/num/(\\d+)",
  "/export/:name.csv",
  "/mail/:user@:host",
  "/rest/*",
  "/rest/*/end",
  "/q{/:a/b}?",
  "/q{/:a-b}*",
  "/grün/:x",
  "/x{:a}y",
  "/x{:a}-:b",
  "/x/{:a}",
  "/x/\\:a/:b",
  "/x{/:a(\\d+)}?/y",
  "/:a(.*)",
];

const PATHS = [
  ...["/people/7", "/people/", "/people/a/b", "/opt", "/opt/de", "/opt/", "/a", "/a/b/1", "/a/b"],
  ...["/c", "/cd", "/cdd", "/tree", "/tree/a", "/tree/a/b", "/num/5", "/num/x", "/export/a.csv"],
  ...["/export/a.txt", "/mail/a@b", "/rest/", "/rest/a/b", "/rest/a/end", "/q", "/q/1/b", "/q/1-b"],
  ...["/gr%C3%BCn/1", "/xay", "/xa-b", "/x/a", "/x/:a/1", "/x/y", "/x/12/y", "/", "/q/1-b/2-b"],
];

Deno.test("patterns match and are shown as URLPattern does", () => {
  for (const path of PATTERNS) {
    const own = compilePattern(path), standard = new URLPattern({ pathname: path });
    assert.equal(own.text, standard.pathname, path);
    for (const pathname of PATHS) {
      const groups = standard.exec({ pathname })?.pathname.groups;
      const expected = groups &&
        Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, value ?? ""]));
      assert.deepEqual(own.match(pathname), expected ?? null, `${path} on ${pathname}`);
    }
  }
});

Deno.test("what is no pattern is refused as it is by URLPattern", () => {
  for (const path of ["/a{/:b", "/:", "/a/:n(\\d+", "/a{/{:b}?}?"]) {
    assert.throws(() => compilePattern(path), SyntaxError, path);
    assert.throws(() => new URLPattern({ pathname: path }), path);
  }
});
