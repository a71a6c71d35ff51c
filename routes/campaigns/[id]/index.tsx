import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { CampaignPage } from "@/components/campaigns/CampaignPage.tsx";
import { Notice } from "@/components/ui/Notice.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import CopyText from "@/islands/CopyText.tsx";
import type { Campaigns } from "@/lib/campaigns/campaigns.ts";
import type { CampaignView } from "@/lib/campaigns/campaign_view.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import type { Result } from "@/lib/errors.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";
import { requireWithinLimit, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { problem } from "@/lib/http/problem.ts";

const ROLE = z.enum(["co-dm", "viewer", "player"]);
const KIND = z.enum(["encounters", "parties", "creatures"]);
const THING = z.string().min(1).max(128);
const NAME = z.string().max(64);

const FORM = z.discriminatedUnion("do", [
  z.object({ do: z.literal("share"), kind: KIND, thing: THING }),
  z.object({ do: z.literal("unshare"), kind: KIND, thing: THING }),
  z.object({
    do: z.literal("settle"),
    name: z.string().max(80),
    ownerName: z.string().max(40).default(""),
    undo: z.enum(["any", "own"]),
  }),
  z.object({
    do: z.literal("invite"),
    role: ROLE,
    days: z.coerce.number().pipe(z.union([z.literal(1), z.literal(7), z.literal(30)])),
  }),
  z.object({ do: z.literal("withdraw"), invitation: NAME }),
  z.object({ do: z.literal("role"), member: NAME, role: ROLE }),
  z.object({ do: z.literal("remove"), member: NAME }),
  z.object({ do: z.literal("delete") }),
]);
type Form = z.output<typeof FORM>;

interface Shown {
  readonly view: CampaignView;
  readonly link: string | null;
  readonly say: string;
  readonly bad: boolean;
}

const SAID: Readonly<Record<Form["do"], string>> = {
  share: "It is in the campaign now.",
  unshare: "It is out. What others had open of it closes within seconds.",
  settle: "Kept.",
  invite: "",
  withdraw: "That link lets nobody in any more.",
  role: "The role is set.",
  remove: "They are out. What they had open closes within seconds.",
  delete: "The campaign is deleted.",
};

/** Carries out every form but the invitation's, whose answer is a page of its own. */
function act(
  campaigns: Campaigns,
  who: Visitor,
  id: string,
  form: Exclude<Form, { do: "invite" }>,
): Promise<Result<null>> {
  switch (form.do) {
    case "share":
      return campaigns.share(who, id, form.kind, form.thing);
    case "unshare":
      return campaigns.unshare(who, id, form.kind, form.thing);
    case "settle":
      return campaigns.settle(who, id, form);
    case "withdraw":
      return campaigns.withdraw(who, id, form.invitation);
    case "role":
      return campaigns.setRole(who, id, form.member, form.role);
    case "remove":
      return campaigns.removeMember(who, id, form.member);
    case "delete":
      return campaigns.remove(who, id);
  }
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { campaignViews } = await ctx.state.services.appServices();
    const view = await campaignViews.view(await visitorOf(ctx), ctx.params.id ?? "");
    if (!view.ok) throw new HttpError(404, view.message);
    const { said: { say, bad }, headers } = takeSaid(ctx);
    return page({ view: view.value, link: null, say, bad }, {
      headers: { ...NO_STORE, ...headers },
    });
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const { campaigns, campaignViews } = await ctx.state.services.appServices();
    const id = ctx.params.id ?? "";
    const opened = await campaigns.open(who, id, "campaign.change");
    if (!opened.ok) return problem(opened, ctx.state.requestId);
    const sent = await readForm(ctx.req, FORM, { maxBytes: 4_096 });
    if (!sent.ok) return problem(sent, ctx.state.requestId);
    const form = sent.value;
    const path = `/campaigns/${encodeURIComponent(id)}`;
    if (form.do !== "invite") {
      const done = await act(campaigns, who, id, form);
      if (!done.ok) return seeOtherSaying(ctx, path, { say: done.message, bad: true });
      const to = form.do === "delete" ? "/campaigns" : path;
      return seeOtherSaying(ctx, to, { say: SAID[form.do] });
    }
    const made = await campaigns.invite(who, id, form);
    if (!made.ok) return seeOtherSaying(ctx, path, { say: made.message, bad: true });
    const view = await campaignViews.view(who, id);
    if (!view.ok) return seeOther(path);
    const origin = ctx.state.services.config.PUBLIC_ORIGIN ?? ctx.url.origin;
    const link = `${origin}/invitations?key=${made.value}`;
    return page({ view: view.value, link, say: "", bad: false }, { headers: NO_STORE });
  },
});

export default define.page<never, Shown>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>{`${data.view.name} · Encounter Tracker`}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <CampaignPage
      view={data.view}
      link={data.link}
      now={Date.now()}
      copy={<CopyText field="invite-link" />}
    />
    <Notice say={data.say} bad={data.bad} />
  </SitePage>
));
