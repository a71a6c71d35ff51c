import { page } from "fresh";
import { Head } from "fresh/runtime";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { visitorOf } from "@/lib/http/api.ts";

interface Profile {
  readonly email: string;
}

export const handler = define.handlers<Profile>({
  async GET(ctx) {
    const { account } = await visitorOf(ctx);
    const found = account && await ctx.state.services.accountStore.find(account.id);
    if (found === undefined) {
      return new Response(null, { status: 303, headers: { location: "/sign-in?to=/account" } });
    }
    return page({ email: found.email }, { headers: { "cache-control": "no-store" } });
  },
});

export default define.page<never, Profile>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Account · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <div class="wrap">
      <div class="page-head">
        <h1>Account</h1>
        <span class="muted">{data.email}</span>
        <span class="push" />
        <form method="post" action="/sign-out">
          <button class="btn" type="submit">Sign out</button>
        </form>
      </div>
    </div>
  </SitePage>
));
