import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { StatBlockSide } from "@/components/creatures/StatBlockSide.tsx";
import { challengeLine, StatBlockArticle } from "@/components/creatures/StatBlock.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import { headline } from "@/lib/creatures/describe.ts";
import { visitorOf } from "@/lib/http/api.ts";

/** Fights offered to add the creature to. */
const CHOICES = 6;

export const handler = define.handlers({
  async GET(ctx) {
    const { encounters, config } = ctx.state.services;
    const { creatures, sourceTexts, things } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const slug = ctx.params.slug ?? "";
    const owner = await things.ownerOf(who, "creatures", slug, "creature.view");
    const found = await creatures.find(owner, slug);
    if (found === undefined) {
      throw new HttpError(404, "No creature has that name. Search for it in the bestiary.");
    }
    const open = who.ownerId === null
      ? []
      : await encounters.list(who, { which: "open", limit: CHOICES });
    const choices = open.filter(({ status }) => status !== "ended")
      .map(({ id, name }) => ({ id, name }));
    const texts = found.own ? undefined : await sourceTexts.of(who.ownerId, found.block);
    const address = `${config.PUBLIC_ORIGIN ?? ctx.url.origin}${ctx.url.pathname}`;
    return page({ ...found, texts, encounters: choices, address }, {
      headers: { "cache-control": "private, no-cache" },
    });
  },
});

export default define.page<typeof handler>(({ data, url, state }) => {
  const { block } = data;
  const says = `${headline(block)}. ${
    challengeLine(block)
  }. AC ${block.ac}, ${block.hp.average} HP.`;
  return (
    <SitePage path={url.pathname} theme={state.theme}>
      <Head>
        <title>{`${block.name}, CR ${crText(block.cr)}. Bestiary`}</title>
        <meta name="description" content={says} />
        <meta property="og:title" content={`${block.name} (${block.edition})`} />
        <meta property="og:description" content={says} />
        <meta property="og:type" content="article" />
        <meta property="og:url" content={data.address} />
        <meta property="og:site_name" content="Encounter Tracker" />
        {data.own && <meta name="robots" content="noindex" />}
        {!data.own && <link rel="canonical" href={data.address} />}
      </Head>
      <div class="wrap">
        <nav aria-label="Path" class="label no-print">
          <a href="/bestiary">Bestiary</a> /{" "}
          <a href={`/bestiary?type=${encodeURIComponent(block.type)}`}>{block.type}</a> /{" "}
          {block.name}
        </nav>
        <div class="stat-block-page">
          <StatBlockArticle block={block} texts={data.texts} />
          <StatBlockSide {...data} />
        </div>
      </div>
    </SitePage>
  );
});
