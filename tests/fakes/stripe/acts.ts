/** What the larger endpoints of the fake Stripe do. */
import type { Books, Subscription } from "./books.ts";
import {
  flag,
  invalid,
  items,
  listOf,
  metadata,
  missing,
  needed,
  nested,
  type Params,
  text,
  texts,
  type Wire,
} from "./wire.ts";

export type Act = (books: Books, params: Params, id: string, origin: string) => Wire;

export const PAGE = ["limit", "starting_after", "ending_before", "expand"];
const LIVE = ["active", "trialing", "past_due", "unpaid", "paused", "incomplete"];

export function matching(all: readonly Wire[], params: Params, names: readonly string[]): Wire[] {
  return all.filter((one) =>
    names.every((name) => {
      const wanted = text(params, name);
      return wanted === undefined || String(one[name]) === wanted;
    })
  );
}

export const createCheckout: Act = (books, params, _, origin) => {
  if (needed(params, "mode") !== "subscription") throw invalid("Only subscriptions are sold here.");
  const customer = String(books.customer(needed(params, "customer"))["id"]);
  const price = text(items(params, "line_items")[0] ?? {}, "price");
  if (price === undefined) throw invalid("Missing required param: line_items[0][price].");
  books.price(price);
  const id = books.id("cs_test");
  return books.add("checkout.session", {
    id,
    object: "checkout.session",
    mode: "subscription",
    status: "open",
    payment_status: "unpaid",
    created: books.now,
    expires_at: books.now + 86_400,
    livemode: false,
    customer,
    subscription: null,
    success_url: needed(params, "success_url"),
    cancel_url: text(params, "cancel_url") ?? null,
    url: `${origin}/pay/${id}`,
    allow_promotion_codes: flag(params, "allow_promotion_codes") ?? null,
    metadata: { ...metadata(params), price },
  });
};

export const updateSubscription: Act = (books, params, id) => {
  const sub = books.subscription(id);
  const line = items(params, "items")[0];
  if (line !== undefined) {
    const itemId = text(line, "id");
    if (itemId !== books.line(id).id) throw missing("subscription_item", itemId ?? "");
    const strict = text(params, "payment_behavior") === "error_if_incomplete";
    const at = Number(text(params, "proration_date") ?? books.now);
    books.changePrice(sub, needed(line, "price"), at, strict);
  }
  const cancel = flag(params, "cancel_at_period_end");
  if (cancel !== undefined) {
    if (sub.status === "canceled") throw invalid("A canceled subscription cannot be changed.");
    if (sub.schedule !== null && cancel) {
      throw invalid("The subscription is managed by the subscription schedule.");
    }
    sub.cancel_at_period_end = cancel;
    sub.cancel_at = cancel ? books.line(id).end : null;
    sub["canceled_at"] = cancel ? books.now : null;
  }
  if (text(params, "pause_collection") === "") sub["pause_collection"] = null;
  const pause = nested(params, "pause_collection");
  if (text(pause, "behavior") !== undefined) {
    sub["pause_collection"] = { behavior: needed(pause, "behavior"), resumes_at: null };
  }
  books.changed(sub);
  return sub;
};

export const createSchedule: Act = (books, params) => {
  const sub = books.subscription(needed(params, "from_subscription"));
  if (sub.schedule !== null) throw invalid("The subscription already has a schedule.");
  const line = books.line(sub.id);
  const schedule = books.add("subscription_schedule", {
    id: books.id("sub_sched"),
    object: "subscription_schedule",
    status: "active",
    created: books.now,
    customer: sub.customer,
    subscription: sub.id,
    end_behavior: "release",
    livemode: false,
    metadata: {},
    current_phase: { start_date: line.start, end_date: line.end },
    phases: [{
      start_date: line.start,
      end_date: line.end,
      items: [{ price: line.price, quantity: 1 }],
      metadata: {},
    }],
  });
  sub.schedule = schedule.id;
  books.changed(sub);
  return schedule;
};

export const updateSchedule: Act = (books, params, id) => {
  const schedule = books.get("subscription_schedule", id);
  if (schedule["status"] !== "active") throw invalid("This schedule is not active any more.");
  schedule["phases"] = items(params, "phases").map((phase) => ({
    start_date: Number(needed(phase, "start_date")),
    end_date: Number(text(phase, "end_date") ?? Number(text(phase, "start_date")) + 30 * 86_400),
    items: items(phase, "items").map((one) => {
      books.price(needed(one, "price"));
      return { price: needed(one, "price"), quantity: Number(text(one, "quantity") ?? 1) };
    }),
    metadata: metadata(phase),
  }));
  books.changed(books.subscription(String(schedule["subscription"])));
  return schedule;
};

export const release: Act = (books, _, id) => {
  const schedule = books.get("subscription_schedule", id);
  if (schedule["status"] !== "active") throw invalid("This schedule is not active any more.");
  schedule["status"] = "released";
  const sub = books.subscription(String(schedule["subscription"]));
  sub.schedule = null;
  books.changed(sub);
  return schedule;
};

export const preview: Act = (books, params) => {
  const sub = books.subscription(needed(params, "subscription"));
  const details = nested(params, "subscription_details");
  const price = needed(items(details, "items")[0] ?? {}, "price");
  const at = Number(text(details, "proration_date") ?? books.now);
  const { credit, charge, due } = books.proration(sub, price, at);
  const line = (description: string, amount: number) => ({
    id: books.id("il_tmp"),
    object: "line_item",
    description,
    amount,
    currency: "usd",
  });
  const data = [line("Unused time on the present plan", credit), line("The new plan", charge)];
  return {
    object: "invoice",
    id: books.id("upcoming_in"),
    created: books.now,
    customer: sub.customer,
    currency: "usd",
    status: "draft",
    total: due,
    amount_due: due,
    lines: { object: "list", url: "/v1/invoices/upcoming/lines", has_more: false, data },
  };
};

export const createPrice: Act = (books, params) => {
  const lookupKey = text(params, "lookup_key") ?? null;
  const before = books.all("price").find((one) =>
    lookupKey !== null && one["lookup_key"] === lookupKey
  );
  if (before !== undefined) {
    if (flag(params, "transfer_lookup_key") !== true) {
      throw invalid(`A price already uses the lookup key ${lookupKey}.`);
    }
    before["lookup_key"] = null;
  }
  const recurring = nested(params, "recurring");
  return books.add("price", {
    id: books.id("price"),
    object: "price",
    active: true,
    type: "recurring",
    created: books.now,
    livemode: false,
    product: String(books.get("product", needed(params, "product"))["id"]),
    currency: needed(params, "currency"),
    unit_amount: Number(needed(params, "unit_amount")),
    recurring: { interval: needed(recurring, "interval"), interval_count: 1 },
    lookup_key: lookupKey,
    metadata: metadata(params),
  });
};

export const listPrices: Act = (books, params) => {
  const keys = texts(params, "lookup_keys");
  const all = matching(books.all("price"), params, ["active", "product"]);
  const found = all.filter((one) => keys.length === 0 || keys.includes(String(one["lookup_key"])));
  return listOf("/v1/prices", found, params);
};

export const listEvents: Act = (books, params) => {
  const delivered = text(params, "delivery_success");
  const since = Number(text(nested(params, "created"), "gte") ?? 0);
  const monthAgo = books.now - 30 * 86_400;
  const found = books.all("event").filter((one) =>
    Number(one["created"]) >= Math.max(since, monthAgo) &&
    (delivered === undefined || (one["pending_webhooks"] === 0) === (delivered === "true"))
  );
  return listOf("/v1/events", found, params);
};

export function listSubscriptions(books: Books, params: Params): Wire {
  const status = text(params, "status");
  const customer = text(params, "customer");
  if (customer !== undefined) books.customer(customer);
  const found = books.subscriptions().filter((one: Subscription) =>
    (customer === undefined || one.customer === customer) &&
    (status === "all" || (status === undefined ? LIVE.includes(one.status) : one.status === status))
  );
  return listOf("/v1/subscriptions", found, params);
}
