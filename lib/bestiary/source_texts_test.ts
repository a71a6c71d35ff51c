import assert from "node:assert/strict";
import { collection } from "@/lib/store/ports/document_collection.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { fullTextOf, otherTexts } from "@/lib/creatures/full_text.ts";
import { bySlug } from "./srd_data.ts";
import { SITE_OWNER, SourceTexts, storedTexts } from "./source_texts.ts";

const GOBLIN = {
  name: "Goblin",
  edition: "2014" as const,
  entries: [
    { part: "about", name: "Goblin", text: "A small one." },
    { part: "trait", name: "Nimble Escape", text: "**It** slips away [Area of Effect]|XPHB|Cone." },
    { part: "action", name: "Scimitar (Recharge 5-6)", text: "It cuts." },
  ],
};

Deno.test("texts are one's own first, then the site's, and only for the SRD's creatures", async () => {
  const { store, close } = await temporaryStore();
  try {
    const documents = collection(store.documents, "source-text", storedTexts);
    const put = (ownerId: string, text: string) =>
      documents.put({
        ...{ ownerId, id: "goblin-2014", at: 1, expectedVersion: 0 },
        body: { ...GOBLIN, entries: [{ part: "action", name: "Scimitar", text }] },
      });
    await put(SITE_OWNER, "For all.");
    await put("ann", "For Ann.");
    const texts = new SourceTexts(documents);
    const goblin = { id: "goblin-2014", source: "SRD 5.1" };
    const said = async (owner: string | null, block: { id: string; source?: string }) =>
      (await texts.of(owner, block))?.entries.map(({ text }) => text);
    assert.deepEqual(await said("ann", goblin), ["For Ann."]);
    assert.deepEqual(await said("bob", goblin), ["For all."]);
    assert.deepEqual(await said(null, goblin), ["For all."]);
    assert.deepEqual(await said("ann", { id: "goblin-2014", source: "Homebrew" }), undefined);
    assert.deepEqual(await said("ann", { id: "ogre-2014", source: "SRD 5.1" }), undefined);
    const all = await texts.ofAll(null, [goblin, { id: "ogre-2014", source: "SRD 5.1" }]);
    assert.deepEqual(Object.keys(all), ["goblin-2014"]);
  } finally {
    await close();
  }
});

Deno.test("a text finds its action by part and name; what has no place is shown apart", async () => {
  const { store, close } = await temporaryStore();
  try {
    const documents = collection(store.documents, "source-text", storedTexts);
    const key = { ownerId: SITE_OWNER, id: "goblin-2014", at: 1, expectedVersion: 0 };
    await documents.put({ ...key, body: GOBLIN });
    const block = await bySlug("goblin-2014");
    assert.ok(block);
    const texts = await new SourceTexts(documents).of(null, block);
    assert.ok(texts);
    assert.match(texts.credit.statement, /SRD 5\.1/);
    assert.equal(fullTextOf(texts, "action", "Scimitar"), "It cuts.");
    assert.equal(fullTextOf(texts, "legendary action", "Scimitar"), undefined);
    assert.equal(fullTextOf(texts, "trait", "Nimble Escape"), "It slips away.");
    assert.deepEqual(otherTexts(texts, block).map(({ part }) => part), ["about"]);
  } finally {
    await close();
  }
});
