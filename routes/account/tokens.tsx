import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { NewToken, TokenForm, TokenList } from "@/components/account/TokenList.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import CopyText from "@/islands/CopyText.tsx";
import type { TokenInfo } from "@/lib/auth/api_tokens.ts";
import { NO_STORE, requireProof, seeOther } from "@/lib/http/account_page.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

const ON = z.literal("on").optional();
const FORM = z.discriminatedUnion("do", [
  z.object({ do: z.literal("revoke"), id: z.string().max(64) }),
  z.object({
    do: z.literal("make"),
    name: z.string().trim().min(1, "Write what the token is for").max(80),
    days: z.enum(["30", "90", "365", ""]),
    "encounters:read": ON,
    "encounters:write": ON,
    "creatures:read": ON,
  }),
]);
const SCOPES = ["encounters:read", "encounters:write", "creatures:read"] as const;

interface Shown {
  readonly email: string;
  readonly tokens: readonly TokenInfo[];
  readonly made: string | null;
  readonly form: FormState;
  readonly say: string;
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) return found;
    const tokens = await ctx.state.services.apiTokens.list(found.who.id);
    const say = ctx.url.searchParams.has("revoked")
      ? "That token opens nothing any more. What it had open closes within seconds."
      : "";
    const { email } = found.account;
    return page({ email, tokens, made: null, form: EMPTY_FORM, say }, { headers: NO_STORE });
  },

  async POST(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) return found;
    const { apiTokens, limits } = ctx.state.services;
    const { who, account: { email } } = found;
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) {
      const tokens = await apiTokens.list(who.id);
      return page({ email, tokens, made: null, form: sent.again.form, say: "" }, sent.again.init);
    }
    const form = sent.value;
    if (form.do === "revoke") {
      await apiTokens.revoke(who.id, form.id);
      return seeOther("/account/tokens?revoked");
    }
    const allowed = await limits.feature(who.id, "api_tokens");
    const scopes = SCOPES.filter((scope) => form[scope] === "on");
    const days = form.days === "" ? null : Number(form.days);
    const made = allowed.ok
      ? await apiTokens.make(who.id, { name: form.name, scopes, days })
      : allowed;
    const tokens = await apiTokens.list(who.id);
    if (made.ok) {
      const shown = { email, tokens, made: made.value, form: EMPTY_FORM, say: "" };
      return page(shown, { headers: NO_STORE });
    }
    const again = shownAgain(made, {});
    return page({ email, tokens, made: null, form: again.form, say: "" }, again.init);
  },
});

export default define.page<never, Shown>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>API tokens · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage
      path="/account/tokens"
      email={data.email}
      say={data.say}
      wrong={data.form.wrong}
    >
      {data.made !== null && <NewToken token={data.made} copy={<CopyText field="new-token" />} />}
      <div class="columns">
        <section class="page-section" aria-labelledby="tokens-t">
          <h2 id="tokens-t">Tokens</h2>
          {data.tokens.length === 0 && (
            <p class="muted">None yet. A token lets a program of yours use the API as you.</p>
          )}
          <TokenList tokens={data.tokens} now={Date.now()} />
        </section>
        <section class="page-section" aria-labelledby="new-token-t">
          <h2 id="new-token-t">A new token</h2>
          <TokenForm errors={data.form.errors} />
        </section>
      </div>
    </AccountPage>
  </SitePage>
));
