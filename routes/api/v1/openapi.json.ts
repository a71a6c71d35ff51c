import { define } from "@/define.ts";
import { openApi } from "@/lib/contracts/openapi.ts";

let document: string | undefined;

/** The API's description, made once when somebody asks. */
export const handler = define.handlers({
  GET() {
    document ??= JSON.stringify(openApi());
    return new Response(document, {
      headers: { "content-type": "application/json", "cache-control": "public, max-age=300" },
    });
  },
});
