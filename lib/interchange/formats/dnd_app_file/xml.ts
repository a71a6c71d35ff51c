/** XML as plain values, with nothing in it that unfolds, fetches or refers. */
import { XMLParser } from "fast-xml-parser";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { MOST_DEPTH } from "@/lib/interchange/count_parts.ts";
import { decodeEntities } from "@/lib/interchange/text/plain_text.ts";

/** No file of monsters has more; a broken one could otherwise fill the memory with empty tags. */
const MOST_TAGS = 400_000;

/** The nesting of tags, counted without building anything; stops as soon as it is too deep. */
function tagProblem(text: string): string | undefined {
  let depth = 0;
  let tags = 0;
  const tag = /<(\/?)[A-Za-z_][^<>]{0,4000}?(\/?)>/g;
  for (let match = tag.exec(text); match !== null; match = tag.exec(text)) {
    tags++;
    if (match[1] === "/") depth--;
    else if (match[2] !== "/") depth++;
    if (depth > MOST_DEPTH) return `The file is nested more than ${MOST_DEPTH} levels deep.`;
    if (tags > MOST_TAGS) return "The file has too many parts. Split it.";
  }
  return depth > 0
    ? "The XML breaks off before its end. Copy or download the whole file."
    : undefined;
}

/** Every element as `{tag: value | values}`; all values stay texts. */
export function readXml(text: string): Result<unknown> {
  // Entities and document types are never needed here and are how XML attacks.
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(text)) {
    return refuse(
      "INVALID_INPUT",
      "This XML has a document type of its own, which is not allowed. Remove the <!DOCTYPE …> part.",
    );
  }
  const problem = tagProblem(text);
  if (problem !== undefined) return refuse("INVALID_INPUT", problem);
  const parser = new XMLParser({
    processEntities: false,
    htmlEntities: false,
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    parseTagValue: false,
    trimValues: true,
    // The parser's own entities stay off; the standard ones unfold once and to one character each.
    tagValueProcessor: (_: string, value: string) => decodeEntities(value),
  });
  try {
    const root: unknown = parser.parse(text, true);
    return ok(root);
  } catch {
    return refuse(
      "INVALID_INPUT",
      "The XML has an error in it. Export the file again, or copy it as a whole.",
    );
  }
}
