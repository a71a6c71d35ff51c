import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import {
  CreatureFormPage,
  type CreatureFormPageProps,
} from "@/components/creatures/CreatureFormPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { addressOf, ownerFor, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.record(z.string(), z.string().max(40_000));
const NO_STORE = { headers: { "cache-control": "no-store" } };

export const handler = define.handlers<CreatureFormPageProps>({
  async GET(ctx) {
    const { ownerId } = await visitorOf(ctx);
    const from = ctx.url.searchParams.get("from");
    const { homebrewEditor } = await ctx.state.services.appServices();
    const sheet = await homebrewEditor.blank(ownerId, from);
    if (!sheet.ok) throw new HttpError(404, sheet.message);
    const action = `${ctx.url.pathname}${ctx.url.search}`;
    return page({ ...sheet.value, errors: {}, say: "", action }, NO_STORE);
  },

  async POST(ctx) {
    const form = await readForm(ctx.req, FORM);
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const { homebrewEditor } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const { ownerId, headers } = await ownerFor(ctx, who);
    const from = ctx.url.searchParams.get("from");
    const made = await homebrewEditor.make(ownerId, from, form.value);
    const shown = {
      title: form.value["name"]?.trim() || "A new creature",
      action: `${ctx.url.pathname}${ctx.url.search}`,
    };
    if (!made.ok) {
      if (made.issues === undefined) return problem(made, ctx.state.requestId);
      const errors = Object.fromEntries(made.issues.map(({ path, message }) => [path, message]));
      return page({ ...shown, fields: form.value, errors, say: "" }, { status: 422 });
    }
    if (made.value.kind === "shown") {
      const { fields, say } = made.value;
      return page({ ...shown, fields, errors: {}, say }, NO_STORE);
    }
    const location = `/bestiary/${made.value.slug}`;
    return new Response(null, { status: 303, headers: { ...headers, location } });
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
