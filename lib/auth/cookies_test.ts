// The cookies of a site that is reached by https.
import assert from "node:assert/strict";
import { CookieJar } from "@/lib/auth/cookies.ts";

Deno.test("by https every cookie has the __Host- prefix and what it demands", () => {
  const jar = new CookieJar(true);
  assert.equal(
    jar.set("refresh", "value", { maxAge: 60 }),
    "__Host-refresh=value; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
  );
  const headers = new Headers({ cookie: "refresh=planted; __Host-refresh=ours" });
  assert.equal(jar.read(headers, "refresh"), "ours", "a sibling host cannot plant one");
  assert.match(jar.remove("refresh"), /^__Host-refresh=; Path=\/; Max-Age=0;/);
});
