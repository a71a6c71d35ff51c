import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { NO_SPELLCHECK, startValue } from "./field_attributes.ts";

Deno.test("the server writes the attributes of fields as HTML calls them", () => {
  assert.equal(
    renderToString(<input id="q" {...startValue("goblin")} {...NO_SPELLCHECK} />),
    '<input id="q" value="goblin" spellcheck="false"/>',
  );
});
