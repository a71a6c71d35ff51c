import assert from "node:assert/strict";
import { filtersOf, findAddress, NOTHING_ASKED, piecesOf, readFindQuery } from "./find_query.ts";

Deno.test("readFindQuery() and findAddress() are each other's inverse", () => {
  const query = { ...NOTHING_ASKED, q: "red dra", type: "dragon", from: "1/4", to: "17" };
  const address = new URLSearchParams(findAddress(query));
  assert.deepEqual(readFindQuery((name) => address.get(name)), query);
  assert.equal(findAddress(NOTHING_ASKED), "");
});

Deno.test("filtersOf() turns a span of challenge ratings into a list", () => {
  const { cr } = filtersOf({ ...NOTHING_ASKED, from: "1/4", to: "2" });
  assert.deepEqual(cr, ["1/4", "1/2", "1", "2"]);
  assert.equal(filtersOf(NOTHING_ASKED).cr, undefined);
  assert.equal(filtersOf({ ...NOTHING_ASKED, from: "nonsense" }).cr, undefined);
});

Deno.test("piecesOf() underlines where typed words begin", () => {
  const marked = (name: string, query: string) =>
    piecesOf(name, query).map(({ text, hit }) => hit ? `[${text}]` : text).join("");
  assert.equal(marked("Adult Red Dragon", "red dra"), "Adult [Red] [Dra]gon");
  assert.equal(marked("Half-Red Dragon Veteran", "red dra"), "Half-[Red] [Dra]gon Veteran");
  assert.equal(marked("Goblin", "6 gob"), "[Gob]lin");
  assert.equal(marked("Ogre", ""), "Ogre");
});
