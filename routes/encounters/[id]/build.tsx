import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import Builder, { type BuilderProps } from "@/islands/Builder.tsx";
import { encounterFilters, readFindQuery } from "@/lib/creatures/find_query.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";
import { addressOf, jsonNoStore, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { encounterGone } from "@/lib/http/encounter_gone.ts";
import { wantsJson } from "@/lib/http/context.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { problem } from "@/lib/http/problem.ts";

const SHOWN = 30;
const FORM = z.record(z.string(), z.string().max(20_000));

export const handler = define.handlers<BuilderProps>({
  async GET(ctx) {
    const { builder, creatures } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const opened = await builder.view(who, ctx.params.id ?? "");
    if (!opened.ok) throw encounterGone(who, opened);
    const view = opened.value;
    const asked = ctx.url.searchParams;
    const query = readFindQuery((name) => asked.get(name));
    const { count, name } = readAddLine(query.q);
    const [fits, mine] = [asked.has("fits"), asked.has("mine")];
    const filters = encounterFilters(query, view.edition, fits ? view.roomXp : null);
    const { hits, total } = await creatures.search(who.ownerId, name, {
      filters,
      limit: SHOWN,
      ownOnly: mine,
    });
    const { said: { say, bad, undo }, headers } = takeSaid(ctx);
    return page({
      view,
      find: { query, fits, mine, count, name, hits, total },
      toast: say === "" ? null : { say, bad, undo },
    }, { headers: { "cache-control": "no-store", ...headers } });
  },

  /** Each form of the page does one thing; scripts get the new view, others the page again. */
  async POST(ctx) {
    const { encounters } = ctx.state.services;
    const { builder } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const id = ctx.params.id ?? "";
    const limited = await encounters.count("dmCommands", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const form = await readForm(ctx.req, FORM);
    if (!form.ok) return problem(form, ctx.state.requestId);
    const done = await builder.act(who, id, form.value);
    if (!done.ok) return problem(done, ctx.state.requestId);
    if (wantsJson(ctx.req, ctx.url)) return jsonNoStore(done.value);
    const { goto, say, bad, undo } = done.value;
    if (goto) return new Response(null, { status: 303, headers: { location: goto } });
    const path = `/encounters/${encodeURIComponent(id)}/build`;
    return seeOtherSaying(ctx, path, { say, bad, undo });
  },
});

export default define.page<never, BuilderProps>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>{`Build the fight. ${data.view.name}`}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <Builder {...data} />
  </SitePage>
));
