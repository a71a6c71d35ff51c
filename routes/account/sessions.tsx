import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { SessionList } from "@/components/account/SessionList.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { SessionInfo } from "@/lib/auth/port.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";
import { readForm } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";
import { signedOut } from "@/lib/http/sign_in_answer.ts";

const FORM = z.discriminatedUnion("do", [
  z.object({ do: z.literal("end"), id: z.string().max(40) }),
  z.object({ do: z.literal("end-others") }),
]);

interface SessionsPage {
  readonly email: string;
  readonly sessions: readonly SessionInfo[];
  readonly say: string;
}

const SAID: Readonly<Record<string, string>> = {
  ended: "That device is signed out.",
  others: "Every other device is signed out.",
};

export const handler = define.handlers<SessionsPage>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { who, account } = found;
    const sessions = await ctx.state.services.sessions.list(who.id, who.sessionId);
    const say = SAID[ctx.url.searchParams.get("said") ?? ""] ?? "";
    return page({ email: account.email, sessions, say }, { headers: NO_STORE });
  },

  /** Ending a session needs no fresh proof: it can only make the account safer. */
  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const form = await readForm(ctx.req, FORM, { maxBytes: 1_024 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { sessions } = ctx.state.services;
    const { who } = found;
    if (form.value.do === "end-others") {
      await sessions.endAll(who.id, who.sessionId);
      return seeOther("/account/sessions?said=others");
    }
    if (form.value.id === who.sessionId) return await signedOut(ctx);
    await sessions.end(who.id, form.value.id);
    return seeOther("/account/sessions?said=ended");
  },
});

export default define.page<never, SessionsPage>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Sessions · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage path="/account/sessions" email={data.email} say={data.say}>
      <section class="page-section" aria-labelledby="devices-t">
        <h2 id="devices-t">Signed-in devices</h2>
        <SessionList sessions={data.sessions} />
        {data.sessions.length > 1 && (
          <form method="post" action="/account/sessions">
            <button class="btn" type="submit" name="do" value="end-others">
              Sign every other device out
            </button>
          </form>
        )}
        <p class="muted">What is open on a device that is signed out closes within seconds.</p>
      </section>
    </AccountPage>
  </SitePage>
));
