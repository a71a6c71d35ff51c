/** Stripe's own pages, as plain as can be: Checkout and the customer portal. */
import type { Books } from "./books.ts";
import { invalid, type Params, text } from "./wire.ts";

const CARDS = ["good", "bad"] as const;

function html(title: string, body: string): Response {
  const page =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
    `<meta name="viewport" content="width=device-width"></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}

const button = (value: string, label: string) =>
  `<button name="do" value="${value}">${label}</button> `;

/** Checkout: pays with a good card, with a bad one, or goes back. */
export function checkoutPage(books: Books, id: string, form: Params | null): Response {
  const session = books.get("checkout.session", id);
  if (session["status"] !== "open") {
    return html("This session is over", "<p>Go back to the shop.</p>");
  }
  if (form === null) {
    return html(
      "Checkout",
      `<form method="post">${
        CARDS.map((card) => button(card, `Pay with a ${card} card`)).join("")
      }` +
        `${button("back", "Go back")}</form>`,
    );
  }
  const doing = text(form, "do");
  const to = (address: unknown) =>
    new Response(null, {
      status: 303,
      headers: { location: books.rewriteReturn(String(address)) },
    });
  if (doing === "back") return to(session["cancel_url"]);
  if (doing !== "good") {
    return html("Your card was declined", `<p><a href="/pay/${id}">Try again</a></p>`);
  }
  const customer = String(session["customer"]);
  books.badCards.delete(customer);
  const details = session["metadata"];
  if (typeof details !== "object" || details === null) throw invalid("No price.");
  const sub = books.subscribe(customer, String(Reflect.get(details, "price")));
  session["status"] = "complete";
  session["payment_status"] = "paid";
  session["subscription"] = sub.id;
  books.event("checkout.session.completed", session);
  return to(session["success_url"]);
}

/** The portal: mend the card (and pay what is open), cancel, go on. */
export function portalPage(books: Books, id: string, form: Params | null): Response {
  const session = books.get("billing_portal.session", id);
  const customer = String(session["customer"]);
  const sub = books.subscriptions().find((one) =>
    one.customer === customer && one.status !== "canceled"
  );
  const doing = form === null ? undefined : text(form, "do");
  if (doing === "card") {
    books.badCards.delete(customer);
    if (sub !== undefined) books.payOpen(sub);
  }
  if (doing === "cancel" && sub !== undefined) {
    sub.cancel_at_period_end = true;
    sub.cancel_at = books.line(sub.id).end;
    books.changed(sub);
  }
  const said = doing === undefined ? "" : `<p role="status">Done: ${doing}</p>`;
  return html(
    "Billing portal",
    `${said}<p>${sub === undefined ? "No subscription" : `Subscription: ${sub.status}`}</p>` +
      `<form method="post">${button("card", "Use a good card")}${
        button("cancel", "Cancel the subscription")
      }</form>` +
      `<p><a href="${books.rewriteReturn(String(session["return_url"]))}">Return</a></p>`,
  );
}
