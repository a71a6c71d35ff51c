/** The endpoints of the fake Stripe: which parameters each takes, and what it does. */
import {
  type Act,
  createCheckout,
  createPrice,
  createSchedule,
  listEvents,
  listPrices,
  listSubscriptions,
  matching,
  PAGE,
  preview,
  release,
  updateSchedule,
  updateSubscription,
} from "./acts.ts";
import { flag, invalid, listOf, metadata, needed, text } from "./wire.ts";

interface Endpoint {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: RegExp;
  /** Names of its parameters; another one is refused. */
  readonly takes: readonly string[];
  readonly act: Act;
}

const at = (path: string) => new RegExp(`^/v1/${path.replaceAll(":id", "([\\w]+)")}$`);

export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: "POST",
    path: at("customers"),
    takes: ["email", "name", "metadata", "test_clock"],
    act: (books, params) =>
      books.add("customer", {
        id: books.id("cus"),
        object: "customer",
        email: text(params, "email") ?? null,
        name: text(params, "name") ?? null,
        created: books.now,
        livemode: false,
        metadata: metadata(params),
      }),
  },
  {
    method: "GET",
    path: at("customers"),
    takes: [...PAGE, "email"],
    act: (books, params) =>
      listOf("/v1/customers", books.all("customer").filter((one) => !one["deleted"]), params),
  },
  {
    method: "DELETE",
    path: at("customers/:id"),
    takes: [],
    act: (books, _, id) => {
      const customer = books.customer(id);
      for (const sub of books.subscriptions()) {
        if (sub.customer === id && sub.status !== "canceled") books.end(sub);
      }
      customer["deleted"] = true;
      books.event("customer.deleted", customer);
      return { id, object: "customer", deleted: true };
    },
  },
  {
    method: "POST",
    path: at("products"),
    takes: ["name", "metadata", "active"],
    act: (books, params) =>
      books.add("product", {
        id: books.id("prod"),
        object: "product",
        name: needed(params, "name"),
        active: true,
        created: books.now,
        livemode: false,
        metadata: metadata(params),
      }),
  },
  {
    method: "POST",
    path: at("products/:id"),
    takes: ["name", "active", "metadata"],
    act: (books, params, id) => {
      const product = books.get("product", id);
      product["name"] = text(params, "name") ?? product["name"];
      product["active"] = flag(params, "active") ?? product["active"];
      return product;
    },
  },
  {
    method: "GET",
    path: at("products"),
    takes: [...PAGE, "active"],
    act: (books, params) => listOf("/v1/products", books.all("product"), params),
  },
  {
    method: "POST",
    path: at("prices"),
    takes: [
      "product",
      "currency",
      "unit_amount",
      "recurring",
      "lookup_key",
      "transfer_lookup_key",
      "metadata",
    ],
    act: createPrice,
  },
  {
    method: "GET",
    path: at("prices"),
    takes: [...PAGE, "lookup_keys", "active", "product"],
    act: listPrices,
  },
  {
    method: "GET",
    path: at("subscriptions"),
    takes: [...PAGE, "customer", "status", "price"],
    act: listSubscriptions,
  },
  {
    method: "GET",
    path: at("subscriptions/:id"),
    takes: ["expand"],
    act: (books, _, id) => books.subscription(id),
  },
  {
    method: "POST",
    path: at("subscriptions/:id"),
    takes: [
      "items",
      "proration_behavior",
      "proration_date",
      "payment_behavior",
      "cancel_at_period_end",
      "pause_collection",
      "metadata",
      "expand",
    ],
    act: updateSubscription,
  },
  {
    method: "DELETE",
    path: at("subscriptions/:id"),
    takes: ["invoice_now", "prorate", "expand"],
    act: (books, _, id) => {
      const sub = books.subscription(id);
      books.end(sub);
      return sub;
    },
  },
  {
    method: "POST",
    path: at("subscriptions/:id/resume"),
    takes: ["billing_cycle_anchor", "expand"],
    act: (books, _, id) => {
      const sub = books.subscription(id);
      if (sub.status !== "paused") throw invalid("Only paused subscriptions can be resumed.");
      sub.status = "active";
      books.changed(sub);
      return sub;
    },
  },
  {
    method: "POST",
    path: at("subscription_schedules"),
    takes: ["from_subscription", "expand"],
    act: createSchedule,
  },
  {
    method: "GET",
    path: at("subscription_schedules/:id"),
    takes: ["expand"],
    act: (books, _, id) => books.get("subscription_schedule", id),
  },
  {
    method: "POST",
    path: at("subscription_schedules/:id"),
    takes: ["end_behavior", "proration_behavior", "phases", "metadata", "expand"],
    act: updateSchedule,
  },
  {
    method: "POST",
    path: at("subscription_schedules/:id/release"),
    takes: ["preserve_cancel_date", "expand"],
    act: release,
  },
  {
    method: "POST",
    path: at("checkout/sessions"),
    takes: [
      "mode",
      "customer",
      "line_items",
      "success_url",
      "cancel_url",
      "allow_promotion_codes",
      "automatic_tax",
      "customer_update",
      "metadata",
      "expand",
    ],
    act: createCheckout,
  },
  {
    method: "GET",
    path: at("checkout/sessions"),
    takes: [...PAGE, "customer", "status"],
    act: (books, params) =>
      listOf(
        "/v1/checkout/sessions",
        matching(books.all("checkout.session"), params, ["customer", "status"]),
        params,
      ),
  },
  {
    method: "POST",
    path: at("checkout/sessions/:id/expire"),
    takes: ["expand"],
    act: (books, _, id) => {
      const session = books.get("checkout.session", id);
      if (session["status"] !== "open") {
        throw invalid("Only open Checkout Sessions can be expired.");
      }
      session["status"] = "expired";
      session["url"] = null;
      books.event("checkout.session.expired", session);
      return session;
    },
  },
  {
    method: "POST",
    path: at("billing_portal/sessions"),
    takes: ["customer", "return_url", "configuration", "expand"],
    act: (books, params, _, origin) => {
      const id = books.id("bps");
      return books.add("billing_portal.session", {
        id,
        object: "billing_portal.session",
        created: books.now,
        customer: String(books.customer(needed(params, "customer"))["id"]),
        livemode: false,
        return_url: text(params, "return_url") ?? null,
        url: `${origin}/portal/${id}`,
      });
    },
  },
  {
    method: "POST",
    path: at("invoices/create_preview"),
    takes: ["customer", "subscription", "subscription_details", "expand"],
    act: preview,
  },
  {
    method: "GET",
    path: at("invoices"),
    takes: [...PAGE, "customer", "status", "subscription"],
    act: (books, params) => {
      const customer = text(params, "customer");
      if (customer !== undefined) books.customer(customer);
      return listOf(
        "/v1/invoices",
        matching(books.all("invoice"), params, ["customer", "status"]),
        params,
      );
    },
  },
  {
    method: "POST",
    path: at("refunds"),
    takes: ["payment_intent", "reason", "amount", "expand"],
    act: (books, params) => books.refund(needed(params, "payment_intent")),
  },
  {
    method: "GET",
    path: at("events"),
    takes: [...PAGE, "delivery_success", "created", "type", "types"],
    act: listEvents,
  },
  {
    method: "POST",
    path: at("test_helpers/test_clocks"),
    takes: ["frozen_time", "name"],
    act: (books, params) =>
      books.add("test_helpers.test_clock", {
        id: books.id("clock"),
        object: "test_helpers.test_clock",
        frozen_time: Number(needed(params, "frozen_time")),
        status: "ready",
        created: books.now,
        livemode: false,
      }),
  },
  {
    method: "POST",
    path: at("test_helpers/test_clocks/:id/advance"),
    takes: ["frozen_time"],
    act: (books, params, id) => {
      const clock = books.get("test_helpers.test_clock", id);
      books.advance(Number(needed(params, "frozen_time")));
      clock["frozen_time"] = books.now;
      return clock;
    },
  },
];
