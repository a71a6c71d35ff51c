import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { Notice } from "@/components/ui/Notice.tsx";
import { RecapPage } from "@/components/encounter/recap/RecapPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import CopyText from "@/islands/CopyText.tsx";
import type { Recap } from "@/lib/contracts/recap.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { encounterGone } from "@/lib/http/encounter_gone.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.object({ do: z.literal("carry") });

interface Shown {
  readonly recap: Recap;
  readonly say: string;
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const { builder } = await ctx.state.services.appServices();
    const recap = await builder.recap(who, ctx.params.id ?? "");
    if (!recap.ok) throw encounterGone(who, recap);
    const { said: { say }, headers } = takeSaid(ctx);
    return page({ recap: recap.value, say }, {
      headers: { "cache-control": "no-store", ...headers },
    });
  },

  /** Gives the characters back to their party as they are. */
  async POST(ctx) {
    const form = await readForm(ctx.req, FORM, { maxBytes: 1_024 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const { builder } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const id = ctx.params.id ?? "";
    const carried = await builder.carryBack(who, id);
    if (!carried.ok) return problem(carried, ctx.state.requestId);
    const names = carried.value.map(({ name }) => name).join(", ");
    const say = names === "" ? "None of them is in a party of yours." : `${names} is up to date.`;
    return seeOtherSaying(ctx, `/encounters/${encodeURIComponent(id)}/summary`, { say });
  },
});

export default define.page<never, Shown>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>{`${data.recap.name}, the recap`}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <RecapPage recap={data.recap} copy={<CopyText field="recap-text" />} />
    <Notice say={data.say} />
  </SitePage>
));
