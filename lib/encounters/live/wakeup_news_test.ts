import assert from "node:assert/strict";
import { newsFrom, newsText } from "@/lib/encounters/live/wakeup_news.ts";
import { NOON, sampleEntries, sampleEntry } from "@/lib/store/contracts/samples.ts";

Deno.test("what an append wrote goes through a wake-up and comes out the same", () => {
  const news = { appendedAt: NOON, entries: sampleEntries(7, 9) };
  assert.deepEqual(newsFrom(newsText(news) ?? ""), news);
});

Deno.test("what is too long for a wake-up stays in the store", () => {
  const entries = sampleEntries(1, 400);
  assert.equal(newsText({ appendedAt: NOON, entries }), undefined);
});

Deno.test("a wake-up of another form says nothing", () => {
  const entry = sampleEntry(2);
  const wrong: readonly object[] = [
    { version: 0.5 },
    { commandId: 7 },
    { at: "now" },
    { actor: null },
    { events: [{}] },
    { events: {} },
  ];
  const texts = ["", "{", "null", "[]", JSON.stringify({ appendedAt: NOON, entries: [] })];
  for (const one of wrong) {
    texts.push(JSON.stringify({ appendedAt: NOON, entries: [{ ...entry, ...one }] }));
  }
  for (const text of texts) assert.equal(newsFrom(text), undefined, text);
});
