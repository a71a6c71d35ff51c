import { Head } from "fresh/runtime";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";

/** Kept by the service worker; shown without a connection for pages that it did not keep. */
export default define.page(({ state }) => (
  <SitePage path="/" theme={state.theme}>
    <Head>
      <title>No connection · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <div class="wrap failure">
      <h1>No connection</h1>
      <p class="muted">
        This page was not open on this device before, so it cannot be shown now. A fight that was
        open can: go back to it and keep playing, what you change is sent later.
      </p>
      <p class="failure-actions">
        <a class="btn" data-kind="turn" href="">Try again</a>
      </p>
    </div>
  </SitePage>
));
