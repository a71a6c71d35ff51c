import { Head } from "fresh/runtime";
import { page } from "fresh";
import { CodeForm } from "@/components/player/CodeForm.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";

/** Where a code is typed: the landing page's form lands here and is sent on to the table. */
export const handler = define.handlers({
  GET(ctx) {
    const typed = ctx.url.searchParams.get("code") ?? "";
    const code = typed.replace(/[\s-]/g, "").toUpperCase();
    if (/^[A-Z0-9]{6}(?:[A-Z0-9]{2})?$/.test(code)) return ctx.redirect(`/play/${code}`, 303);
    return page({ typed: typed.slice(0, 20) }, { status: typed === "" ? 200 : 422 });
  },
});

export default define.page<typeof handler>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Join a fight · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <CodeForm
      title="Join a fight"
      typed={data.typed}
      error={data.typed === "" ? "" : "A code has eight letters and digits, such as K4TM9RWX."}
    />
  </SitePage>
));
