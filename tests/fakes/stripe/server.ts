/**
 * A stand-in for Stripe in a process of the tests: its real wire format over HTTP, with a state. It
 * refuses what Stripe refuses: keys, versions, parameters, idempotency keys that were used for
 * something else. `contract_test.ts` holds it against Stripe's published shapes.
 */
import Stripe from "stripe";
import { ENDPOINTS } from "./api.ts";
import { Books } from "./books.ts";
import { checkoutPage, portalPage } from "./pages.ts";
import {
  invalid,
  missing,
  type Params,
  parseForm,
  StripeRefusal,
  texts,
  type Wire,
} from "./wire.ts";

export const KEY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
export const WEBHOOK_SECRET = "whsec_Zm9yLXRoZS1mYWtlLXN0cmlwZS1vbmx5";

/** What goes wrong with requests to the API. */
export type Fault = "none" | "500" | "429" | "hang";

interface Remembered {
  readonly asked: string;
  readonly answer: Promise<{ readonly status: number; readonly body: Wire }>;
  done: boolean;
}

export interface FakeStripeOptions {
  /** Seconds since the epoch; now without it. */
  readonly now?: number;
  /** Sends webhooks there by itself, and again after a failure. */
  readonly webhookUrl?: string;
  /** Waits before deliveries are repeated, in milliseconds; each is longer than the one before. */
  readonly retryMs?: readonly number[];
}

/** A signed webhook, as Stripe would send it. */
export interface Delivery {
  readonly body: string;
  readonly header: string;
}

export class FakeStripe {
  readonly books: Books;
  readonly origin: string;
  fault: Fault = "none";
  webhookUrl: string | undefined;
  /** How many requests the API got, by method and path pattern. */
  readonly asked: string[] = [];
  /** While true, events wait: `release` sends them. */
  held = false;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #keys = new Map<string, Remembered>();
  readonly #retryMs: readonly number[];
  readonly #waiting: Wire[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #stripe = new Stripe(KEY);

  constructor(options: FakeStripeOptions = {}) {
    this.books = new Books(options.now ?? Date.now() / 1_000, Stripe.API_VERSION);
    this.#retryMs = options.retryMs ?? [50, 200, 1_000];
    this.webhookUrl = options.webhookUrl;
    this.#server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request) => this.#answer(request),
    );
    this.origin = `http://127.0.0.1:${this.#server.addr.port}`;
    this.books.onEvent = (event) => {
      if (this.held) this.#waiting.push(event);
      else this.#deliver(event);
    };
  }

  /** An event as it is delivered; `at` is the signature's time in seconds. */
  async sign(event: Wire, secret = WEBHOOK_SECRET, at?: number): Promise<Delivery> {
    const body = JSON.stringify(event, null, 2);
    const header = await this.#stripe.webhooks.generateTestHeaderStringAsync({
      payload: body,
      secret,
      ...at === undefined ? {} : { timestamp: at },
    });
    return { body, header };
  }

  /** Sends what was held back, in this order. */
  release(order: (events: readonly Wire[]) => readonly Wire[] = (all) => all): void {
    this.held = false;
    for (const event of order(this.#waiting.splice(0))) this.#deliver(event);
  }

  #deliver(event: Wire): void {
    const url = this.webhookUrl;
    if (url === undefined) return;
    const sending = this.#send(url, event).finally(() => this.#running.delete(sending));
    this.#running.add(sending);
  }

  async #send(url: string, event: Wire): Promise<void> {
    for (const wait of [0, ...this.#retryMs]) {
      if (this.#stop.signal.aborted) return;
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const { body, header } = await this.sign(event);
      const headers = { "content-type": "application/json", "stripe-signature": header };
      const answer = await fetch(url, { method: "POST", body, headers, signal: this.#stop.signal })
        .catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) {
        event["pending_webhooks"] = 0;
        return;
      }
    }
  }

  /** Resolves when every delivery has succeeded or was given up. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
    await this.#server.shutdown();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [, place, id = ""] = url.pathname.split("/");
    try {
      if (place === "pay" || place === "portal") {
        const form = request.method === "POST"
          ? parseForm(new URLSearchParams(await request.text()))
          : null;
        return (place === "pay" ? checkoutPage : portalPage)(this.books, id, form);
      }
      if (place === "favicon.ico") return new Response(null, { status: 204 });
      return await this.#api(request, url);
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      return refused(error);
    }
  }

  async #api(request: Request, url: URL): Promise<Response> {
    this.#admit(request);
    const sent = await request.text();
    if (this.fault === "500") {
      throw new StripeRefusal(500, "api_error", "An error occurred with our connection.");
    }
    if (this.fault === "429") {
      throw new StripeRefusal(429, "invalid_request_error", "Too many requests.", {
        code: "rate_limit",
      });
    }
    if (this.fault === "hang") {
      await new Promise((resolve) =>
        this.#stop.signal.addEventListener("abort", resolve, { once: true })
      );
    }
    const method = request.method;
    const params = parseForm(new URLSearchParams(method === "POST" ? sent : url.search));
    const key = method === "POST" ? request.headers.get("idempotency-key") : null;
    if (key === null) return Response.json(this.#act(method, url.pathname, params));
    const asked = `${url.pathname} ${sent}`;
    const before = this.#keys.get(key);
    if (before !== undefined && before.asked !== asked) {
      throw new StripeRefusal(
        400,
        "idempotency_error",
        "Keys for idempotent requests can only be used with the same parameters they were first used with.",
      );
    }
    if (before !== undefined && !before.done) {
      throw new StripeRefusal(
        409,
        "idempotency_error",
        "There is currently another in-progress request using this key.",
        {
          code: "idempotency_key_in_use",
        },
      );
    }
    if (before !== undefined) {
      const { status, body } = await before.answer;
      return Response.json(body, { status, headers: { "idempotent-replayed": "true" } });
    }
    const remembered: Remembered = {
      asked,
      done: false,
      answer: Promise.resolve().then(() => {
        try {
          return { status: 200, body: structuredClone(this.#act(method, url.pathname, params)) };
        } catch (error) {
          if (!(error instanceof StripeRefusal)) throw error;
          return { status: error.status, body: bodyOf(error) };
        }
      }),
    };
    this.#keys.set(key, remembered);
    const { status, body } = await remembered.answer;
    remembered.done = true;
    return Response.json(body, { status });
  }

  #admit(request: Request): void {
    const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    if (given !== KEY) {
      throw new StripeRefusal(401, "invalid_request_error", "Invalid API Key provided.");
    }
    const version = request.headers.get("stripe-version");
    if (version !== null && version !== this.books.apiVersion) {
      throw invalid(`Invalid Stripe API version: ${version}`);
    }
  }

  #act(method: string, path: string, params: Params): Wire {
    for (const endpoint of ENDPOINTS) {
      const found = endpoint.path.exec(path);
      if (found === null || endpoint.method !== method) continue;
      this.asked.push(`${method} ${path}`);
      const unknown = Object.keys(params).find((name) =>
        name !== "expand" && !endpoint.takes.includes(name)
      );
      if (unknown !== undefined) {
        throw invalid(`Received unknown parameter: ${unknown}`, {
          code: "parameter_unknown",
          param: unknown,
        });
      }
      const made = structuredClone(endpoint.act(this.books, params, found[1] ?? "", this.origin));
      for (const wanted of texts(params, "expand")) this.#expand(made, wanted.split("."), wanted);
      return made;
    }
    throw new StripeRefusal(
      404,
      "invalid_request_error",
      `Unrecognized request URL (${method}: ${path}).`,
    );
  }

  /** Puts objects in the place of their ids, along a path such as `data.latest_invoice`. */
  #expand(at: unknown, [name, ...rest]: readonly string[], wanted: string): void {
    if (name === undefined || typeof at !== "object" || at === null) return;
    if (name === "data" && Array.isArray(Reflect.get(at, "data"))) {
      for (const one of Reflect.get(at, "data")) this.#expand(one, rest, wanted);
      return;
    }
    if (name === "payments" && Reflect.get(at, "object") === "invoice") {
      Reflect.set(at, "payments", this.books.paymentsOf(String(Reflect.get(at, "id"))));
      return;
    }
    if (!Object.hasOwn(at, name)) {
      throw invalid(`This property cannot be expanded (${wanted}).`);
    }
    const value: unknown = Reflect.get(at, name);
    if (typeof value === "string") {
      const object = this.books.byId.get(value);
      if (object === undefined) throw missing("object", value);
      Reflect.set(at, name, structuredClone(object));
    }
    this.#expand(Reflect.get(at, name), rest, wanted);
  }
}

function bodyOf(error: StripeRefusal): Wire {
  return { error: { type: error.type, message: error.message, ...error.details } };
}

function refused(error: StripeRefusal): Response {
  // Stripe's own word on whether it is worth trying again.
  const headers = { "stripe-should-retry": String(error.status >= 500 || error.status === 429) };
  return Response.json(bodyOf(error), { status: error.status, headers });
}
