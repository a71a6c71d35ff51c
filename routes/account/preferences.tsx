import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { ThemeSwitch } from "@/components/ui/ThemeSwitch.tsx";
import { define } from "@/define.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";
import { readForm } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.object({ edition: z.enum(EDITIONS) });

interface PreferencesPage {
  readonly email: string;
  readonly edition: typeof EDITIONS[number];
  readonly say: string;
}

export const handler = define.handlers<PreferencesPage>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { email, preferences: { edition } } = found.account;
    const say = ctx.url.searchParams.has("said") ? "Your preferences are kept." : "";
    return page({ email, edition, say }, { headers: NO_STORE });
  },

  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const form = await readForm(ctx.req, FORM, { maxBytes: 1_024 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { settings } = await ctx.state.services.accounts();
    const done = await settings.prefer(found.who, form.value);
    if (!done.ok) return problem(done, ctx.state.requestId);
    return seeOther("/account/preferences?said=kept");
  },
});

export default define.page<never, PreferencesPage>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Preferences · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage path="/account/preferences" email={data.email} say={data.say}>
      <div class="columns">
        <section class="page-section" aria-labelledby="rules-t">
          <h2 id="rules-t">Rules</h2>
          <form class="account-form" method="post" action="/account/preferences">
            <div class="field">
              <label for="edition">Edition of new fights</label>
              <select class="input" id="edition" name="edition">
                {EDITIONS.map((edition) => (
                  <option key={edition} value={edition} selected={edition === data.edition}>
                    {edition}
                  </option>
                ))}
              </select>
            </div>
            <button class="btn" type="submit">Keep it</button>
          </form>
        </section>
        <section class="page-section" aria-labelledby="theme-t">
          <h2 id="theme-t">Theme on this device</h2>
          <ThemeSwitch chosen={state.theme} path={url.pathname} />
        </section>
      </div>
    </AccountPage>
  </SitePage>
));
