import { page } from "fresh";
import { Head } from "fresh/runtime";
import { facetLists } from "@/components/creatures/FindForm.tsx";
import { PAGE_SIZE } from "@/components/creatures/FindView.tsx";
import { Notice } from "@/components/ui/Notice.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import BestiarySearch from "@/islands/BestiarySearch.tsx";
import { filtersOf, readFindQuery } from "@/lib/creatures/find_query.ts";
import { visitorOf } from "@/lib/http/api.ts";

const MOST_PAGES = 200;

export const handler = define.handlers({
  async GET(ctx) {
    const { creatures } = await ctx.state.services.appServices();
    const { ownerId } = await visitorOf(ctx);
    const asked = ctx.url.searchParams;
    const query = readFindQuery((name) => asked.get(name));
    const at = Math.min(MOST_PAGES, Math.max(1, Math.trunc(Number(asked.get("page"))) || 1));
    const options = { filters: filtersOf(query), limit: at * PAGE_SIZE };
    const { hits, total, facets } = await creatures.search(ownerId, query.q, options);
    const found = {
      query,
      hits: hits.slice((at - 1) * PAGE_SIZE),
      total,
      facets: facetLists(facets),
      page: at,
    };
    const deleted = await creatures.homebrew.binned(ownerId, asked.get("deleted"));
    return page({ search: { found }, deleted }, {
      headers: { "cache-control": "private, no-cache" },
    });
  },
});

export default define.page<typeof handler>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Bestiary · Encounter Tracker</title>
      <meta
        name="description"
        content="665 monsters of both editions for D&D 5e, found as you type, ready to fight."
      />
    </Head>
    <div class="wrap">
      <div class="page-head">
        <h1>Bestiary</h1>
        <a class="btn push" data-kind="bare" href="/import">Import</a>
        <a class="btn" href="/bestiary/new">Make a creature</a>
      </div>
      <BestiarySearch {...data.search} />
      {data.deleted !== null && (
        <Notice
          say={`${data.deleted.name} deleted.`}
          undo={{ action: `/bestiary/${data.deleted.slug}/edit`, fields: { do: "restore" } }}
        />
      )}
    </div>
  </SitePage>
));
