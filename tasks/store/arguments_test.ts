import assert from "node:assert/strict";
import { parseArguments } from "./arguments.ts";

const copy = { verb: "copy", from: "a", to: "b", follow: false, cutOver: false, json: false };

for (
  const [line, result] of [
    ["copy --from a --to=b", copy],
    ["copy --from=a --to b --follow --json", { ...copy, follow: true, json: true }],
    ["thaw --at a", { ...copy, verb: "thaw", to: "" }],
    ["copy --to b", "copy needs --from"],
    ["copy --from a", "copy needs --to"],
    ["copy --from a --to a", "--from and --to are the same place"],
    ["copy --from", "--from needs a value"],
    ["copy --form a", "There is no option --form"],
    ["thaw --from a", "thaw needs --at"],
    ["", "Say what to do"],
    ["move", "There is no move"],
    ["copy more --from a --to b", "copy takes no more"],
  ] as const
) {
  Deno.test(`store ${line}`, () => {
    assert.deepEqual(parseArguments(line.split(" ").filter(Boolean)), result);
  });
}
