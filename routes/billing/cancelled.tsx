import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";

/** Where Stripe sends people who did not pay. */
export default define.page(({ url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Nothing was charged · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Nothing was charged">
      <p>You left before paying. Your plan is as it was, and everything you made is there.</p>
      <div class="plan-actions">
        <a class="btn" href="/account/plan">Your plan</a>
        <a class="btn" href="/encounters">Back to your fights</a>
      </div>
    </NarrowPage>
  </SitePage>
));
