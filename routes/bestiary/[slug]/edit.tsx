import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import {
  CreatureFormPage,
  type CreatureFormPageProps,
} from "@/components/creatures/CreatureFormPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.record(z.string(), z.string().max(40_000));
const NO_STORE = { headers: { "cache-control": "no-store" } };

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}

export const handler = define.handlers<CreatureFormPageProps>({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const { homebrewEditor, things } = await ctx.state.services.appServices();
    const slug = ctx.params.slug ?? "";
    const owner = await things.ownerOf(who, "creatures", slug, "creature.change");
    const sheet = await homebrewEditor.own(owner, slug);
    if (!sheet.ok) throw new HttpError(404, sheet.message);
    const { title, version } = sheet.value;
    const fields = { ...sheet.value.fields, version: String(version) };
    return page({ title, fields, errors: {}, say: "", action: ctx.url.pathname }, NO_STORE);
  },

  /** Keeps the form, or puts the creature into the bin and takes it out again. */
  async POST(ctx) {
    const form = await readForm(ctx.req, FORM);
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const { creatures, homebrewEditor, things } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const slug = ctx.params.slug ?? "";
    const what = form.value["do"];
    if (what === "delete" || what === "restore") {
      const done = await creatures.homebrew.remove(who.ownerId, slug, what === "delete");
      if (!done.ok) return problem(done, ctx.state.requestId);
      return seeOther(what === "delete" ? `/bestiary?deleted=${slug}` : `/bestiary/${slug}`);
    }
    const owner = await things.ownerOf(who, "creatures", slug, "creature.change");
    const changed = await homebrewEditor.change(owner ?? "", slug, form.value);
    const shown = { title: form.value["name"]?.trim() || "Creature", action: ctx.url.pathname };
    if (!changed.ok) {
      if (changed.issues === undefined) return problem(changed, ctx.state.requestId);
      const errors = Object.fromEntries(
        changed.issues.map(({ path, message }) => [path, message]),
      );
      return page({ ...shown, fields: form.value, errors, say: "" }, { status: 422 });
    }
    if (changed.value.kind === "kept") return seeOther(`/bestiary/${slug}`);
    const { fields, say } = changed.value;
    const version = form.value["version"] ?? "";
    return page({ ...shown, fields: { ...fields, version }, errors: {}, say }, NO_STORE);
  },
});

export default define.page<never, CreatureFormPageProps>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>{`${data.title} · Bestiary`}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <CreatureFormPage {...data} />
  </SitePage>
));
