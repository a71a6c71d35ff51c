import type { Context } from "fresh";
import type { State } from "@/define.ts";
import { addressOf } from "@/lib/http/api.ts";
import { BODY_LIMIT } from "@/lib/http/body.ts";
import { BODY_CEILING } from "@/lib/http/body_limit.ts";
import { isSigned } from "@/lib/http/csrf.ts";
import { problem } from "@/lib/http/problem.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
/** Least that a change counts, in bytes: a row with its index. */
const LEAST = 512;
/**
 * What works on when a network has added its share: play at the table, signing in and out. Commands
 * are weighed by what they do.
 */
const PLAY = /^\/(?:api\/v1\/)?(?:play|join|sign-in|sign-out|theme|ops)(?:\/|$)|\/commands$/;

/** Bytes of a body; of one that does not say so, the most that may be sent in its way. */
function lengthOf({ headers, body }: Request): number {
  const said = headers.get("content-length");
  if (said !== null) return Number(said);
  if (body === null) return 0;
  const form = /json|x-www-form-urlencoded/.test(headers.get("content-type") ?? "");
  return form ? BODY_LIMIT : BODY_CEILING;
}

/**
 * Holds every network to what it may add in a day, whatever it adds and whoever its cookies say it
 * is, and stops what grows when the store is short of space.
 */
export async function networkQuota(ctx: Context<State>): Promise<Response> {
  const { method, body } = ctx.req;
  if (SAFE.has(method) || isSigned(ctx.url.pathname)) return await ctx.next();
  const { quotas } = ctx.state.services.encounters;
  const bytes = Math.max(LEAST, lengthOf(ctx.req));
  const network = addressOf(ctx);
  if (!PLAY.test(ctx.url.pathname)) {
    const full = await quotas.refusalOfRequest(bytes, network);
    if (full !== undefined) {
      await body?.cancel();
      return problem(full, ctx.state.requestId);
    }
  }
  const response = await ctx.next();
  if (response.status < 400) await quotas.added(network, bytes);
  return response;
}
