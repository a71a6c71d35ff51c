import { syncCatalogue } from "@/lib/billing/catalogue.ts";
import { StripePayments } from "@/lib/billing/adapters/stripe.ts";
import { type AppOptions, startApp } from "@/tests/help/app.ts";
import { FakeStripe, KEY, WEBHOOK_SECRET } from "@/tests/fakes/stripe/server.ts";

/** The built app that sells plans, and the fake Stripe that sends it webhooks. */
export async function startShop(options: AppOptions = {}) {
  const stripe = new FakeStripe();
  const payments = new StripePayments({
    key: KEY,
    webhookSecrets: [WEBHOOK_SECRET],
    address: stripe.origin,
    automaticTax: false,
    promotionCodes: false,
  });
  await syncCatalogue(payments);
  const app = await startApp({
    ...options,
    env: {
      STRIPE_SECRET_KEY: KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_URL: stripe.origin,
      ...options.env,
    },
  });
  // Checkout comes back to where the app is reached.
  stripe.books.rewriteReturn = (address) => address.replace(/^http:\/\/localhost:\d+/, app.origin);
  stripe.webhookUrl = `${app.origin}/api/v1/webhooks/stripe`;
  return {
    ...app,
    app,
    stripe,
    async [Symbol.asyncDispose]() {
      stripe.webhookUrl = undefined;
      await app.stop();
      await stripe.close();
    },
  };
}
