import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { RecoveryOffer } from "@/lib/auth/recovery_links.ts";
import { plural } from "@/lib/combat/text.ts";
import { recoveryKey } from "@/lib/contracts/account.ts";
import { NO_STORE, seeOther } from "@/lib/http/account_page.ts";
import { visitorOf } from "@/lib/http/api.ts";
import { readPageForm, shownAgain } from "@/lib/http/page_form.ts";

interface Opening {
  readonly key: string;
  readonly wrong: string;
  /** null when the link opens nothing. */
  readonly offer: RecoveryOffer | null;
}

const FORM = z.object({ key: recoveryKey });

export const handler = define.handlers<Opening>({
  /** Shows what will happen. Programs that look at links must not open the fights. */
  async GET(ctx) {
    const key = recoveryKey.safeParse(ctx.url.searchParams.get("key")).data ?? "";
    const looked = await ctx.state.services.recoveryLinks.look(await visitorOf(ctx), key);
    if (looked.ok) return page({ key, wrong: "", offer: looked.value }, { headers: NO_STORE });
    const { form, init } = shownAgain(looked, {});
    return page({ key: "", wrong: form.wrong, offer: null }, init);
  },

  /** Makes this browser the guest of the link, or moves the guest's things into the account. */
  async POST(ctx) {
    const sent = await readPageForm(ctx.req, FORM);
    if (!sent.ok) {
      const { form, init } = sent.again;
      const wrong = form.errors["key"] ?? form.wrong;
      return page({ key: "", wrong, offer: null }, init);
    }
    const { encounters, recoveryLinks } = ctx.state.services;
    const opened = await recoveryLinks.open(await visitorOf(ctx), sent.value.key);
    if (!opened.ok) {
      const { form, init } = shownAgain(opened, {});
      return page({ key: "", wrong: form.wrong, offer: null }, init);
    }
    const guest = opened.value;
    const cookies = guest === null ? [] : [await encounters.visitors.guestCookie(guest)];
    return seeOther("/encounters", cookies);
  },
});

function counted(encounters: number): string {
  return encounters >= 100 ? "100 fights or more" : plural(encounters, "fight");
}

/** What pressing the button will do, before it is pressed. */
function Offer({ offer: { encounters, own, as } }: { readonly offer: RecoveryOffer }) {
  if (as === "same") {
    return <p>This browser has the fights of this link already ({counted(encounters)}).</p>;
  }
  if (as === "account") {
    return (
      <p>
        This link opens{" "}
        {counted(encounters)}, with the parties and creatures that belong to them. They move into
        your account. The link ends then, and other browsers that opened it have them no more: sign
        in there.
      </p>
    );
  }
  return (
    <>
      <p>
        This link opens {counted(encounters)}{" "}
        in this browser, with the parties and creatures that belong to them. You can change them
        here as on the device where they were made.
      </p>
      {own > 0 && (
        <p class="status-message">
          This browser has {counted(own)}{" "}
          of its own. They are added to the others: whoever has this link can open them, too.
        </p>
      )}
    </>
  );
}

export default define.page<never, Opening>(({ data: { key, wrong, offer }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Open your fights here · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
    </Head>
    <NarrowPage title="Open your fights here" wrong={wrong}>
      {offer === null || offer.as === "same"
        ? (
          <>
            {offer !== null && <Offer offer={offer} />}
            <a class="btn" href="/encounters">Your fights</a>
          </>
        )
        : (
          <form method="post" action="/recovery/open">
            <Offer offer={offer} />
            <input type="hidden" name="key" value={key} />
            <button class="btn" data-kind="turn" type="submit">
              {offer.as === "account" ? "Move them into my account" : "Open them in this browser"}
            </button>
          </form>
        )}
    </NarrowPage>
  </SitePage>
));
