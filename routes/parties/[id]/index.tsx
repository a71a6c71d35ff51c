import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { Notice } from "@/components/ui/Notice.tsx";
import { PartyPage, type PartyPageProps } from "@/components/parties/PartyPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.record(z.string(), z.string().max(4_000));

/** Forms that decide over the party as a whole. */
const OWNERS_ONLY: ReadonlySet<string> = new Set(["copy", "default", "delete"]);

interface Shown extends PartyPageProps {
  readonly say: string;
  readonly bad: boolean;
  readonly canUndo: boolean;
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const { parties, things } = await ctx.state.services.appServices();
    const id = ctx.params.id ?? "";
    const owner = await things.ownerOf(who, "parties", id, "party.view");
    const opened = await parties.open(owner, id);
    if (!opened.ok) throw new HttpError(404, opened.message);
    const { party, undo } = opened.value;
    const { said: { say, bad }, headers } = takeSaid(ctx);
    return page({
      party,
      levels: parties.levels(party),
      say,
      bad,
      canUndo: undo !== undefined,
    }, { headers: { "cache-control": "no-store", ...headers } });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req, FORM, { maxBytes: 64 * 1024 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const { parties, builder, things } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const id = ctx.params.id ?? "";
    if (form.value["do"] === "fight") {
      const made = await builder.startWith(who, id);
      return made.ok
        ? seeOther(`/encounters/${made.value}/build`)
        : problem(made, ctx.state.requestId);
    }
    const grant = OWNERS_ONLY.has(form.value["do"] ?? "") ? "party.keep" : "party.change";
    const owner = await things.ownerOf(who, "parties", id, grant);
    const done = await parties.act(owner, id, form.value);
    if (!done.ok && done.code === "NOT_FOUND") return problem(done, ctx.state.requestId);
    if (done.ok && done.value.goto !== null) return seeOther(done.value.goto);
    const said = done.ok ? { say: done.value.say } : { say: done.message, bad: true };
    return seeOtherSaying(ctx, `/parties/${encodeURIComponent(id)}`, said);
  },
});

export default define.page<never, Shown>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>{`${data.party.name} · Encounter Tracker`}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <PartyPage party={data.party} levels={data.levels} />
    <Notice
      say={data.say}
      bad={data.bad}
      {...data.canUndo && !data.bad
        ? { undo: { action: `/parties/${data.party.id}`, fields: { do: "undo" } } }
        : {}}
    />
  </SitePage>
));
