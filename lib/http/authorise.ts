import { type Context, HttpError } from "fresh";
import type { State } from "@/define.ts";
import type { RouteRule, Scope } from "@/lib/auth/policy.ts";
import { refuse } from "@/lib/errors.ts";
import { NO_STORE, seeOther } from "@/lib/http/account_page.ts";
import { visitorOf } from "@/lib/http/api.ts";
import { wantsJson } from "@/lib/http/context.ts";
import { problem } from "@/lib/http/problem.ts";

type Ctx = Context<State>;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/**
 * Holds every request against the policy table. An address that is not in it answers nobody. What
 * only somebody signed in may ask for is decided here; who may do something to a thing is decided
 * by the use case that reads the thing.
 *
 * @param ruleOf What a request to a route's pattern asks for.
 * @param scopeOf What a program's token needs for it; undefined where tokens open nothing.
 */
export function authorise({ ruleOf, scopeOf }: {
  ruleOf(pattern: string, method: string): RouteRule | undefined;
  scopeOf(pattern: string, method: string): Scope | undefined;
}) {
  return async (ctx: Ctx): Promise<Response> => {
    // No route: a 404, or a method that the address does not take. The router says which.
    if (ctx.route === null) return await ctx.next();
    const rule = ruleOf(ctx.route, ctx.req.method);
    if (rule === undefined) {
      const allowed = METHODS.filter((method) => ruleOf(ctx.route ?? "", method) !== undefined);
      // What may be asked for is the router's to say; no route has a handler for it.
      if (ctx.req.method === "OPTIONS") return await ctx.next();
      if (allowed.length > 0) throw new HttpError(405, "", { cause: { allowed } });
      throw new Error(`Cannot answer ${ctx.req.method} ${ctx.route}: it is not in the policy`);
    }
    const scope = scopeOf(ctx.route, ctx.req.method);
    return refusalOfToken(ctx, scope) ?? await refusalOf(ctx, rule) ?? await ctx.next();
  };
}

/** Tokens for programs open what their scopes name, and no page of the account. */
function refusalOfToken(ctx: Ctx, scope: Scope | undefined): Response | undefined {
  const scopes = ctx.state.visitor?.scopes;
  if (scopes === undefined || scopes !== null && scope !== undefined && scopes.includes(scope)) {
    return undefined;
  }
  const refusal = scopes === null
    ? refuse("NOT_SIGNED_IN", "This token does not work. Make a new one under Account.")
    : scope === undefined
    ? refuse("FORBIDDEN", "Tokens do not open this address. Sign in with a browser.")
    : refuse("FORBIDDEN", `This token may not do that: it needs ${scope}.`);
  return problem(refusal, ctx.state.requestId, NO_STORE);
}

async function refusalOf(ctx: Ctx, rule: RouteRule): Promise<Response | undefined> {
  if (rule !== "account" && rule !== "proof" && rule !== "admin") return undefined;
  const { account } = await visitorOf(ctx);
  const { accountStore } = ctx.state.services;
  if (rule === "admin") {
    const kept = account && await accountStore.find(account.id);
    if (kept?.role !== "admin" || kept.disabledAt !== null) throw new HttpError(404);
    return undefined;
  }
  const { pathname, search } = ctx.url;
  if (account === undefined) {
    if (wantsJson(ctx.req, ctx.url)) {
      const refusal = refuse("NOT_SIGNED_IN", "Sign in and try again.");
      return problem(refusal, ctx.state.requestId, NO_STORE);
    }
    const to = ctx.req.method === "GET" ? pathname + search : pathname;
    return seeOther(`/sign-in?to=${encodeURIComponent(to)}`);
  }
  // Whether the proof is fresh is asked by the page, which knows how it is told so.
  return undefined;
}
