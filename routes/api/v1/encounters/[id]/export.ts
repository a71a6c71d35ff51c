import { define } from "@/define.ts";
import { exportQuery } from "@/lib/contracts/api.ts";
import { answer, readQuery, refused, requireWithinLimit } from "@/lib/http/api.ts";

const TYPES = {
  text: ["text/plain; charset=utf-8", "txt"],
  markdown: ["text/markdown; charset=utf-8", "md"],
  json: ["application/json", "json"],
} as const;

/** The whole log as a file to keep or to read on. */
export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx, exportQuery);
    if (!query.ok) return refused(ctx, query);
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const { format } = query.value;
    const { encounters } = ctx.state.services;
    const file = await encounters.exportLog(who, ctx.params.id ?? "", format);
    const [type, ending] = TYPES[format];
    return answer(
      ctx,
      file,
      (pieces) =>
        new Response(ReadableStream.from(pieces).pipeThrough(new TextEncoderStream()), {
          headers: {
            "content-type": type,
            "content-disposition": `attachment; filename="fight-log.${ending}"`,
            // Not packed: that would hold the whole file in memory.
            "cache-control": "no-store, no-transform",
          },
        }),
    );
  },
});
