import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { NarrowPage } from "@/components/account/NarrowPage.tsx";
import { Field } from "@/components/ui/Field.tsx";
import { QrCode } from "@/components/ui/QrCode.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { NO_STORE, requireProof, seeOther } from "@/lib/http/account_page.ts";
import { EMPTY_FORM, type FormState, readPageForm, shownAgain } from "@/lib/http/page_form.ts";

const SETUP = "code-setup";

const FORM = z.discriminatedUnion("do", [
  z.object({ do: z.literal("finish"), code: z.string().trim().min(1, "Write the code").max(40) }),
  z.object({ do: z.literal("recovery") }),
]);

type Codes =
  | {
    readonly kind: "setup";
    readonly secret: string;
    readonly address: string;
    readonly form: FormState;
  }
  | { readonly kind: "recovery"; readonly codes: readonly string[] };

/** Setting up codes of an authenticator app. */
export const handler = define.handlers<Codes>({
  async GET(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) return found;
    const { secondFactor } = await ctx.state.services.accounts();
    const begun = await secondFactor.begin(found.account);
    if (!begun.ok) return seeOther("/account/security");
    const { note, secret, address } = begun.value;
    const cookie = ctx.state.services.cookies.set(SETUP, note, { maxAge: 15 * 60 });
    return page({ kind: "setup", secret, address, form: EMPTY_FORM }, {
      headers: { ...NO_STORE, "set-cookie": cookie },
    });
  },

  async POST(ctx) {
    const found = await requireProof(ctx);
    if (found instanceof Response) return found;
    const { who, account } = found;
    const { secondFactor } = await ctx.state.services.accounts();
    const note = ctx.state.services.cookies.read(ctx.req.headers, SETUP);
    const sent = await readPageForm(ctx.req, FORM);
    const done = !sent.ok
      ? undefined
      : sent.value.do === "recovery"
      ? await secondFactor.renewRecovery(who)
      : await secondFactor.finish(who, note, sent.value.code);
    if (done?.ok) return page({ kind: "recovery", codes: done.value }, { headers: NO_STORE });
    const pending = await secondFactor.pending(who, account.email, note);
    if (pending === undefined) return seeOther("/account/codes");
    const again = sent.ok && done !== undefined ? shownAgain(done, {}) : undefined;
    const { form, init } = again ?? (sent.ok ? { form: EMPTY_FORM, init: {} } : sent.again);
    return page({ kind: "setup", ...pending, form }, init);
  },
});

function Setup({ secret, address, form }: Codes & { kind: "setup" }) {
  return (
    <>
      <p>Scan the picture with an authenticator app, or type the key into it.</p>
      <QrCode text={address} label="QR code of the key for an authenticator app" />
      <p class="secret">{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</p>
      <form method="post" action="/account/codes">
        <Field
          name="code"
          label="The code that it shows now"
          error={form.errors["code"]}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={10}
          required
        />
        <button class="btn" data-kind="turn" type="submit" name="do" value="finish">
          Turn codes on
        </button>
      </form>
    </>
  );
}

function Recovery({ codes }: Codes & { kind: "recovery" }) {
  return (
    <>
      <p>
        Keep these where you would find them without your phone. Each signs you in once, in place of
        a code. They are shown only now.
      </p>
      <ul class="recovery">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <a class="btn" data-kind="turn" href="/account/security">I have kept them</a>
    </>
  );
}

export default define.page<never, Codes>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Codes · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <NarrowPage
      title={data.kind === "setup" ? "Codes of an app" : "Recovery codes"}
      wrong={data.kind === "setup" ? data.form.wrong : ""}
    >
      {data.kind === "setup" ? <Setup {...data} /> : <Recovery {...data} />}
    </NarrowPage>
  </SitePage>
));
