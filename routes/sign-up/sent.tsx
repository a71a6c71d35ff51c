import { Head } from "fresh/runtime";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";

export default define.page(({ url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Look into your mail · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage title="Look into your mail">
      <p>
        A letter is on its way. Open the link in it to finish, here or on another device: it works
        once, for 24 hours. Your fights go on here meanwhile.
      </p>
      <p class="muted">
        Nothing after a few minutes? Look among the unwanted mail, or check the address.
      </p>
      <div class="links">
        <a href="/sign-up">Use another address</a>
        <a href="/encounters">Back to the fights</a>
        {state.services.letterBox !== null && <a href="/dev/mail">Letters of this machine</a>}
      </div>
    </NarrowPage>
  </SitePage>
));
