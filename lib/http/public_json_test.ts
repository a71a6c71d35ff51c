import assert from "node:assert/strict";
import { publicJson } from "./public_json.ts";

const GOBLIN = { slug: "goblin", name: "Goblin" };

function ask(tag?: string): Response {
  const headers = tag === undefined ? {} : { "if-none-match": tag };
  return publicJson(new Request("https://fights.example.org/x", { headers }), GOBLIN);
}

Deno.test("what everybody may keep has a tag, and is not sent to who has it", async () => {
  const first = ask();
  assert.equal(first.status, 200);
  assert.match(first.headers.get("cache-control") ?? "", /^public, .*stale-while-revalidate=\d+$/);
  assert.deepEqual(await first.json(), GOBLIN);
  const tag = first.headers.get("etag") ?? "";
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
    const again = ask(known);
    assert.equal(again.status, 304, known);
    assert.equal(again.headers.get("etag"), tag);
    assert.equal(await again.text(), "");
  }
  assert.equal(ask('"other"').status, 200);
});

Deno.test("another content has another tag", () => {
  const request = new Request("https://fights.example.org/x");
  const tags = [1, 2].map((value) => publicJson(request, { value }).headers.get("etag"));
  assert.notEqual(tags[0], tags[1]);
});
