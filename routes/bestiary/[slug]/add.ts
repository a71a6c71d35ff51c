import { z } from "zod";
import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { addressOf, ownerFor, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { seeOtherSaying } from "@/lib/http/notice.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.object({
  encounter: z.string().max(64).default(""),
  count: z.coerce.number().pipe(z.int().min(1).max(50)).catch(1),
});

/** Adds the creature to one of the visitor's fights, or to a new one, and goes to its builder. */
export const handler = define.handlers({
  async POST(ctx) {
    const form = await readForm(ctx.req, FORM, { maxBytes: 4_096 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const { builder, creatures, things } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const slug = ctx.params.slug ?? "";
    const lender = await things.ownerOf(who, "creatures", slug, "creature.view");
    const block = await creatures.block(lender, slug);
    if (block === undefined) {
      const gone = refuse("NOT_FOUND", "No creature has that name. Search for it.");
      return problem(gone, ctx.state.requestId);
    }
    const owner = await ownerFor(ctx, who);
    const { ownerId } = owner;
    const headers = new Headers(owner.headers);
    let { encounter } = form.value;
    if (encounter === "") {
      const { edition } = block;
      const made = await encounters.create(ownerId, { name: "New fight", edition });
      if (!made.ok) return problem(made, ctx.state.requestId);
      encounter = made.value.id;
    }
    const count = String(form.value.count);
    const done = await builder.act({ ...who, ownerId }, encounter, { do: "add", slug, count });
    if (!done.ok) return problem(done, ctx.state.requestId);
    const { say, bad, undo } = done.value;
    const path = `/encounters/${encodeURIComponent(encounter)}/build`;
    const answer = seeOtherSaying(ctx, path, bad ? { say, bad } : { say, undo });
    for (const [name, value] of headers) answer.headers.append(name, value);
    return answer;
  },
});
