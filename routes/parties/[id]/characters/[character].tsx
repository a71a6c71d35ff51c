import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { CharacterForm, type CharacterFormProps } from "@/components/parties/CharacterForm.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { pictureOfField } from "@/lib/contracts/picture.ts";
import PictureForm from "@/islands/PictureForm.tsx";
import { define } from "@/define.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { seeOtherSaying } from "@/lib/http/notice.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.record(z.string(), z.string().max(8_000));

interface Shown extends CharacterFormProps {
  readonly party: { readonly id: string; readonly name: string };
  readonly name: string;
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const { id = "", character = "" } = ctx.params;
    const { parties, things } = await ctx.state.services.appServices();
    const owner = await things.ownerOf(who, "parties", id, "party.change");
    const found = await parties.sheet(owner, id, character);
    if (!found.ok) throw new HttpError(404, found.message);
    const { party, fields } = found.value;
    const action = ctx.url.pathname;
    const name = fields["name"] ?? "";
    return page({ party, fields, errors: {}, action, name }, {
      headers: { "cache-control": "no-store" },
    });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req, FORM, { maxBytes: 32 * 1024 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const { parties, things } = await ctx.state.services.appServices();
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const { id = "", character = "" } = ctx.params;
    const owner = await things.ownerOf(who, "parties", id, "party.change");
    const found = await parties.sheet(owner, id, character);
    if (!found.ok) return problem(found, ctx.state.requestId);
    const kept = await parties.keepCharacter(owner, id, character, form.value);
    if (kept.ok) {
      const path = `/parties/${encodeURIComponent(id)}`;
      return seeOtherSaying(ctx, path, { say: `${kept.value} kept.` });
    }
    if (kept.issues === undefined) return problem(kept, ctx.state.requestId);
    const errors = Object.fromEntries(kept.issues.map(({ path, message }) => [path, message]));
    const { party, fields } = found.value;
    return page({
      party,
      fields: form.value,
      errors,
      action: ctx.url.pathname,
      name: fields["name"] ?? "",
    }, { status: 422 });
  },
});

export default define.page<never, Shown>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>{`${data.name}. ${data.party.name}`}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <div class="wrap">
      <nav aria-label="Path" class="label">
        <a href="/parties">Parties</a> / <a href={`/parties/${data.party.id}`}>{data.party.name}</a>
        {" "}
        / {data.name}
      </nav>
      <div class="page-head">
        <h1>{data.name}</h1>
      </div>
      {Object.keys(data.errors).length > 0 && (
        <p class="field-error" role="alert">
          {Object.keys(data.errors).length === 1 ? "One field needs" : "Some fields need"}{" "}
          another look. Nothing was changed yet.
        </p>
      )}
      <CharacterForm
        action={data.action}
        fields={data.fields}
        errors={data.errors}
        picture={
          <PictureForm
            name="portrait"
            of={data.name || "the character"}
            picture={pictureOfField(data.fields["portrait"])}
          />
        }
      />
    </div>
  </SitePage>
));
