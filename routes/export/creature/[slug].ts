import { z } from "zod";
import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { addressOf, readQuery, visitorOf } from "@/lib/http/api.ts";
import { download, schemaUrl } from "@/lib/http/download.ts";
import { problem } from "@/lib/http/problem.ts";

const QUERY = z.strictObject({
  format: z.enum(["json", "improved-initiative", "markdown", "csv"]).default("json"),
});

/** One creature as a file to keep. */
export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx, QUERY);
    if (!query.ok) return problem(query, ctx.state.requestId);
    const who = await visitorOf(ctx);
    const { encounters } = ctx.state.services;
    const { exports, things } = await ctx.state.services.appServices();
    const limited = await encounters.count("reads", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const slug = ctx.params.slug ?? "";
    const ownerId = await things.ownerOf(who, "creatures", slug, "creature.view");
    const file = await exports.creature(
      { ...who, ownerId },
      slug,
      query.value.format,
      schemaUrl(ctx.url),
    );
    if (file === undefined) {
      return problem(
        refuse("NOT_FOUND", "No creature has that name. Search for it."),
        ctx.state.requestId,
      );
    }
    return download(file);
  },
});
