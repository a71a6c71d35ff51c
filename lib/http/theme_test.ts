import assert from "node:assert/strict";
import fc from "fast-check";
import { localPath } from "@/lib/http/local_path.ts";
import { chosenTheme, fixedTheme, themeCookie, type ThemeState } from "@/lib/http/theme.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import { propertyRuns } from "@/tests/help/property.ts";

function state(partial: Partial<ThemeState>): ThemeState {
  const base = { requestId: "", log: SILENT_LOG };
  return { ...base, theme: "system", themeChosen: false, darkPage: false, ...partial };
}

Deno.test("the choice is read from its own cookie only", () => {
  assert.equal(chosenTheme("sid=1; theme=dark"), "dark");
  assert.equal(chosenTheme("theme=system"), "system");
  for (const none of [null, "", "mytheme=dark", "theme=red", 'theme="><script>']) {
    assert.equal(chosenTheme(none), undefined);
  }
});

Deno.test("a dark page is dark until the person chooses, also when they choose the system", () => {
  assert.equal(fixedTheme(state({})), undefined);
  assert.equal(fixedTheme(state({ darkPage: true })), "dark");
  assert.equal(fixedTheme(state({ darkPage: true, themeChosen: true })), undefined);
  assert.equal(fixedTheme(state({ darkPage: true, themeChosen: true, theme: "light" })), "light");
});

Deno.test("the cookie is Secure where the site is encrypted", () => {
  const plain = "theme=dark; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";
  assert.equal(themeCookie("dark", false), plain);
  assert.equal(themeCookie("dark", true), `${plain}; Secure`);
});

Deno.test("only a path of this site is a way back", () => {
  assert.equal(localPath("/encounters/1?tab=log"), "/encounters/1?tab=log");
  const foreign = ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"];
  for (const path of [...foreign, "evil", "", "/%0d%0a/..//evil.example", "/..//evil.example"]) {
    const safe = localPath(path);
    assert.equal(new URL(safe, "http://here.example").host, "here.example", path);
  }
});

Deno.test("no text leads a browser to another host", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const safe = localPath(`/${text}`);
      assert.equal(new URL(safe, "http://here.example").host, "here.example");
      assert.ok(!/[\r\n]/.test(safe));
    }),
    propertyRuns("no text leads to another host", 2_000),
  );
});
