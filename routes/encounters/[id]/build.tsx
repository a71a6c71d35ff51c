import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import Builder, { type BuilderProps } from "@/islands/Builder.tsx";
import { encounterFilters, readFindQuery } from "@/lib/creatures/find_query.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";
import { addressOf, jsonNoStore, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { wantsJson } from "@/lib/http/context.ts";
import { problem } from "@/lib/http/problem.ts";

const SHOWN = 30;
const FORM = z.record(z.string(), z.string().max(20_000));
const UNDO = z.string().regex(/^\d{1,9}-\d{1,9}$/);
const SAID = z.string().max(200);
const NO_STORE = { headers: { "cache-control": "no-store" } };

export const handler = define.handlers<BuilderProps>({
  async GET(ctx) {
    const { builder, creatures } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const opened = await builder.view(who, ctx.params.id ?? "");
    if (!opened.ok) throw new HttpError(404, opened.message);
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
    const say = SAID.catch("").parse(asked.get("say") ?? "");
    const undo = UNDO.catch("").parse(asked.get("undo") ?? "");
    return page({
      view,
      find: { query, fits, mine, count, name, hits, total },
      toast: say === "" ? null : { say, bad: asked.has("bad"), undo },
    }, NO_STORE);
  },

  /** Each form of the page does one thing; scripts get the new view, others the page again. */
  async POST(ctx) {
    const { encounters } = ctx.state.services;
    const { builder } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const id = ctx.params.id ?? "";
    const late = await encounters.count("dmCommands", who.ownerId ?? addressOf(ctx));
    if (!late.ok) return problem(late, ctx.state.requestId);
    const form = await readForm(ctx.req, FORM);
    if (!form.ok) return problem(form, ctx.state.requestId);
    const done = await builder.act(who, id, form.value);
    if (!done.ok) return problem(done, ctx.state.requestId);
    if (wantsJson(ctx.req, ctx.url)) return jsonNoStore(done.value);
    const { goto, say, bad, undo } = done.value;
    const said = new URLSearchParams({ say, ...bad && { bad: "1" }, ...undo !== "" && { undo } });
    const location = goto ?? `/encounters/${id}/build${say === "" ? "" : `?${said}`}`;
    return new Response(null, { status: 303, headers: { location } });
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
