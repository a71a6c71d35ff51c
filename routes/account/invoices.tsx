import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountPage } from "@/components/account/AccountPage.tsx";
import { dayText, priceText } from "@/components/billing/words.ts";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { PaidInvoice } from "@/lib/billing/payments_port.ts";
import { NO_STORE, requireAccount, seeOther } from "@/lib/http/account_page.ts";

interface Shown {
  readonly email: string;
  readonly invoices: readonly PaidInvoice[];
  readonly wrong: string;
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const { paid } = await ctx.state.services.billing();
    if (paid === null) return seeOther("/account/plan");
    const listed = await paid.purchases.invoices(found.account.id);
    const { email } = found.account;
    return page(
      listed.ok
        ? { email, invoices: listed.value, wrong: "" }
        : { email, invoices: [], wrong: listed.message },
      { headers: NO_STORE },
    );
  },
});

export default define.page<never, Shown>(({ data: { email, invoices, wrong }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Invoices · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <AccountPage path="/account/plan" email={email} wrong={wrong}>
      <section class="page-section" aria-labelledby="inv-t">
        <h2 id="inv-t">Invoices</h2>
        {invoices.length === 0 && wrong === "" && <p>There are none yet.</p>}
        {invoices.length > 0 && (
          <table class="price-lines">
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Number</th>
                <th scope="col">State</th>
                <th scope="col">Sum</th>
                <th scope="col">File</th>
              </tr>
            </thead>
            <tbody>
              {invoices.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{dayText(one.createdAt)}</th>
                  <td>{one.number ?? ""}</td>
                  <td>{one.status}</td>
                  <td>{priceText(one.cents)}</td>
                  <td>{one.pdfUrl !== null && <a href={one.pdfUrl} rel="noreferrer">PDF</a>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p>
          <a href="/account/plan">Back to the plan</a>
        </p>
      </section>
    </AccountPage>
  </SitePage>
));
