/** Stripe's wire: nested forms in, JSON out, refusals in Stripe's form. */

/** Any JSON object, as Stripe sends it. */
export type Wire = { [key: string]: unknown };
/** A parsed form: texts, nested. */
export type Params = { [key: string]: Param };
export type Param = string | Param[] | Params;

/** What Stripe answers when it does not do what was asked. */
export class StripeRefusal extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly details: Wire = {},
  ) {
    super(message);
  }
}

export function invalid(message: string, details: Wire = {}): StripeRefusal {
  return new StripeRefusal(400, "invalid_request_error", message, details);
}

export function missing(kind: string, id: string): StripeRefusal {
  return new StripeRefusal(404, "invalid_request_error", `No such ${kind}: '${id}'`, {
    code: "resource_missing",
    param: "id",
  });
}

/** `a[b][0]=c` as nested objects and arrays. */
export function parseForm(pairs: Iterable<[string, string]>): Params {
  const root: Params = {};
  for (const [name, value] of pairs) {
    const path = name.split("[").map((part) => part.replace(/\]$/, ""));
    let at: Params = root;
    for (const part of path.slice(0, -1)) {
      const next = at[part];
      at = typeof next === "object" && !Array.isArray(next) ? next : at[part] = {};
    }
    const last = path.at(-1) ?? "";
    // `name[]=x` appends.
    at[last === "" ? String(Object.keys(at).length) : last] = value;
  }
  return root;
}

export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === "string" ? value : undefined;
}

export function needed(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined || value === "") {
    throw invalid(`Missing required param: ${name}.`, { code: "parameter_missing", param: name });
  }
  return value;
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  if (value !== "true" && value !== "false") throw invalid(`Invalid boolean: ${value}`);
  return value === "true";
}

export function nested(params: Params, name: string): Params {
  const value = params[name];
  return typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** The entries of an array, in order. */
export function items(params: Params, name: string): Params[] {
  return Object.values(nested(params, name)).map((one) =>
    typeof one === "object" && !Array.isArray(one) ? one : {}
  );
}

export function texts(params: Params, name: string): string[] {
  return Object.values(nested(params, name)).filter((one) => typeof one === "string");
}

export function metadata(params: Params): Wire {
  return { ...nested(params, "metadata") };
}

export function listOf(url: string, data: readonly Wire[], params: Params): Wire {
  const limit = Number(text(params, "limit") ?? 10);
  if (!(limit >= 1 && limit <= 100)) throw invalid("Invalid integer: limit");
  const after = text(params, "starting_after");
  const from = after === undefined ? 0 : data.findIndex((one) => one["id"] === after) + 1;
  if (after !== undefined && from === 0) throw missing("object", after);
  const page = data.slice(from, from + limit);
  return { object: "list", url, data: page, has_more: from + limit < data.length };
}
