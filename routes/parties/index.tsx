import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { Notice } from "@/components/ui/Notice.tsx";
import { cardOf, NewParty, type PartyCard, PartyList } from "@/components/parties/PartyList.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { addressOf, ownerFor, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.object({
  do: z.enum(["create", "restore"]).default("create"),
  id: z.string().max(80).default(""),
  name: z.string().trim().max(80).default(""),
  campaign: z.string().trim().max(80).default(""),
  with: z.union([z.literal(""), z.coerce.number().pipe(z.int().min(1).max(20))]).default(""),
});

interface PartiesPage {
  readonly parties: readonly PartyCard[];
  readonly deleted: { readonly id: string; readonly name: string } | null;
}

export const handler = define.handlers<PartiesPage>({
  async GET(ctx) {
    const { ownerId } = await visitorOf(ctx);
    const { parties } = await ctx.state.services.appServices();
    const cards = (await parties.list(ownerId)).map((item) => cardOf(item, parties.levels(item)));
    const asked = ctx.url.searchParams.get("deleted");
    const gone = asked === null
      ? undefined
      : (await parties.bin(ownerId)).find((candidate) => candidate.id === asked);
    const deleted = gone === undefined ? null : { id: gone.id, name: gone.name };
    return page({ parties: cards, deleted }, { headers: { "cache-control": "no-store" } });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req, FORM, { maxBytes: 8_192 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const { parties } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const { ownerId, headers } = await ownerFor(ctx, who);
    const { do: what, id, name, campaign } = form.value;
    const done = what === "restore"
      ? await parties.remove(ownerId, id, false)
      : await parties.start(ownerId, { name, campaign }, form.value.with || null);
    if (!done.ok) return problem(done, ctx.state.requestId);
    const location = `/parties/${done.value.id}`;
    return new Response(null, { status: 303, headers: { ...headers, location } });
  },
});

export default define.page<never, PartiesPage>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Parties · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <div class="wrap">
      <div class="page-head">
        <h1>Parties</h1>
      </div>
      {data.parties.length > 0 && <PartyList parties={data.parties} />}
      <section class={data.parties.length > 0 ? "page-section" : "empty"} aria-labelledby="new-t">
        <h2 id="new-t">{data.parties.length > 0 ? "Another party" : "No party yet"}</h2>
        {data.parties.length === 0 && (
          <p class="muted">
            The characters who play, kept from fight to fight: hit points, hit dice, spell slots and
            conditions. A fight takes them all in one press.
          </p>
        )}
        <NewParty />
      </section>
      {data.deleted !== null && (
        <Notice
          say={`${data.deleted.name} deleted.`}
          undo={{ action: "/parties", fields: { do: "restore", id: data.deleted.id } }}
        />
      )}
    </div>
  </SitePage>
));
