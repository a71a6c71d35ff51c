import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { schemaUrl } from "@/lib/http/download.ts";
import { problem } from "@/lib/http/problem.ts";

/** The JSON Schema of the site's own export. */
export const handler = define.handlers({
  async GET(ctx) {
    if (ctx.params.name !== "export-1.json") {
      return problem(
        refuse("NOT_FOUND", "No such schema. The export's is /schemas/export-1.json."),
        ctx.state.requestId,
      );
    }
    const { exports } = await ctx.state.services.appServices();
    return new Response(JSON.stringify(exports.schema(schemaUrl(ctx.url))), {
      headers: {
        "content-type": "application/schema+json",
        "cache-control": "public, max-age=3600",
      },
    });
  },
});
