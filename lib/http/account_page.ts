import type { Context } from "fresh";
import type { State } from "@/define.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import type { SignedIn } from "@/lib/auth/port.ts";
import { visitorOf } from "@/lib/http/api.ts";

type Ctx = Context<State>;

export const NO_STORE = { "cache-control": "no-store" };

/** Who is signed in, and their account. */
export interface SignedInAccount {
  readonly who: SignedIn;
  readonly account: Account;
}

export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, ...NO_STORE });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** Who is signed in; else the way to the page where one signs in, and back. */
export async function requireAccount(ctx: Ctx): Promise<SignedInAccount | Response> {
  const { account: who } = await visitorOf(ctx);
  const account = who && await ctx.state.services.accountStore.find(who.id);
  if (who === undefined || account === undefined || account.disabledAt !== null) {
    return seeOther(`/sign-in?to=${encodeURIComponent(ctx.url.pathname)}`);
  }
  return { who, account };
}

/**
 * The same for what changes the account: also the way to the page where one proves again who one
 * is, when that was more than ten minutes ago.
 */
export async function requireProof(
  ctx: Ctx,
  back = ctx.url.pathname,
): Promise<SignedInAccount | Response> {
  const found = await requireAccount(ctx);
  if (found instanceof Response) return found;
  if (ctx.state.services.identity.isProven(found.who)) return found;
  return seeOther(`/account/prove?to=${encodeURIComponent(back)}`);
}
