import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import {
  type CampaignCard,
  CampaignList,
  NewCampaign,
} from "@/components/campaigns/CampaignList.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { OpenCampaign } from "@/lib/campaigns/campaigns.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";
import { requireWithinLimit, visitorOf } from "@/lib/http/api.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

const FORM = z.object({
  name: z.string().trim().min(1, "Write a name for the campaign").max(80),
  ownerName: z.string().trim().max(40).default(""),
});

interface Shown {
  readonly campaigns: readonly CampaignCard[];
  readonly ownerName: string;
  readonly form: FormState;
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

function cardOf({ id, role, campaign }: OpenCampaign): CampaignCard {
  const { name, ownerName, encounters, members } = campaign;
  const note = `${plural(encounters.length, "fight", "fights")}, ${
    plural(members.length + 1, "person", "people")
  }`;
  return { id, name, role, ownerName, note };
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { campaigns } = await ctx.state.services.appServices();
    const all = await campaigns.list(await visitorOf(ctx));
    const ownerName = found.account.name;
    return page({ campaigns: all.map(cardOf), ownerName, form: EMPTY_FORM }, { headers: NO_STORE });
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const { campaigns } = await ctx.state.services.appServices();
    const sent = await readPageForm(ctx.req, FORM);
    const made = sent.ok ? await campaigns.create(who, sent.value) : undefined;
    if (made?.ok) return seeOther(`/campaigns/${made.value}`);
    const { form, init } = !sent.ok
      ? sent.again
      : made === undefined || made.ok
      ? { form: EMPTY_FORM, init: { headers: NO_STORE } }
      : shownAgain(made, sent.values);
    const all = await campaigns.list(who);
    return page({ campaigns: all.map(cardOf), ownerName: found.account.name, form }, init);
  },
});

export default define.page<never, Shown>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Campaigns · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <div class="wrap">
      <div class="page-head">
        <h1>Campaigns</h1>
      </div>
      {data.campaigns.length > 0 && <CampaignList campaigns={data.campaigns} />}
      <section class="page-section" aria-labelledby="new-t">
        <h2 id="new-t">A new campaign</h2>
        <p class="muted">
          A campaign shares fights, parties and creatures of yours: with a co-DM who runs them
          beside you, with viewers, with players.
        </p>
        {data.form.wrong !== "" && <p class="field-error" role="alert">{data.form.wrong}</p>}
        <NewCampaign ownerName={data.ownerName} errors={data.form.errors} />
      </section>
    </div>
  </SitePage>
));
