import { define } from "@/define.ts";
import { createBody, listQuery } from "@/lib/contracts/api.ts";
import { summary } from "@/lib/contracts/summary.ts";
import {
  answer,
  jsonNoStore,
  ownerFor,
  readQuery,
  refused,
  requireWithinLimit,
} from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";

/** The visitor's fights, and new ones. */
export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx, listQuery);
    if (!query.ok) return refused(ctx, query);
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const records = await ctx.state.services.encounters.list(who, query.value);
    return jsonNoStore({ encounters: records.map(summary) });
  },

  async POST(ctx) {
    const body = await readJson(ctx.req, createBody, { maxBytes: 4096 });
    if (!body.ok) return refused(ctx, body);
    const { encounters } = ctx.state.services;
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const { ownerId, headers } = await ownerFor(ctx, who);
    const created = await encounters.create(ownerId, body.value);
    return answer(ctx, created, (record) =>
      jsonNoStore(summary(record), {
        status: 201,
        headers: { ...headers, location: `/api/v1/encounters/${record.id}` },
      }));
  },
});
