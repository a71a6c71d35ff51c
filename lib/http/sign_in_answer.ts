import type { Context } from "fresh";
import type { State } from "@/define.ts";
import type { Account } from "@/lib/auth/account_store.ts";
import type { SignInMethod } from "@/lib/auth/port.ts";
import { visitorOf } from "@/lib/http/api.ts";
import { localPath } from "@/lib/http/local_path.ts";

/** Cookie of the note of somebody who owes a code. */
export const SECOND_FACTOR = "second-factor";
/** Cookie of the challenge that a passkey answers. */
export const PASSKEY = "passkey";
/** Cookie of the note of somebody who signs in at another site. */
export const PROVIDER = "provider";
const GUEST = "guest";
const DEVICE = "device";

/**
 * Signs the browser in and goes on to `to`: a new session, never one that was there before; what
 * the browser had as a guest moves into the account.
 */
export async function signedIn(
  ctx: Context<State>,
  account: Account,
  method: SignInMethod,
  to: string,
): Promise<Response> {
  const { services } = ctx.state;
  const { cookies, encounters, identity, sessions, takeOver } = services;
  const before = await visitorOf(ctx);
  if (before.account !== undefined) await sessions.end(before.account.id, before.account.sessionId);
  const guest = await encounters.visitors.read(ctx.req.headers);
  if (guest.ownerId !== null || guest.seatIds.length > 0) {
    await takeOver.run(guest.ownerId, account.id, guest.seatIds);
  }
  const grant = await sessions.start(account.id, method, identity.deviceOf(ctx.req.headers));
  ctx.state.log.info("signed in", { account: account.id, method });
  const { passwordSignIn } = await services.accounts();
  const headers = new Headers({ location: localPath(to), "cache-control": "no-store" });
  const device = await passwordSignIn.deviceNote(account);
  const all = [
    ...identity.grantCookies(grant),
    cookies.set(DEVICE, device, { maxAge: passwordSignIn.deviceSeconds }),
    cookies.remove(GUEST),
  ];
  for (const cookie of all) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** The way on after a right password: the code, where the account asks for one. */
export async function afterPassword(
  ctx: Context<State>,
  account: Account,
  to: string,
): Promise<Response> {
  if (account.totp === null) return await signedIn(ctx, account, "password", to);
  const { secondFactor } = await ctx.state.services.accounts();
  const note = await secondFactor.note(account, localPath(to));
  const { cookies } = ctx.state.services;
  return new Response(null, {
    status: 303,
    headers: {
      location: "/sign-in/code",
      "cache-control": "no-store",
      "set-cookie": cookies.set(SECOND_FACTOR, note, { maxAge: secondFactor.seconds }),
    },
  });
}

/**
 * Ends the session of this browser, which forgets what it kept for working offline: pages, files,
 * commands that wait. Only this site's own storage is meant; the choice of a theme stays.
 */
export async function signedOut(ctx: Context<State>): Promise<Response> {
  const { identity, sessions } = ctx.state.services;
  const { account } = await visitorOf(ctx);
  if (account !== undefined) await sessions.end(account.id, account.sessionId);
  const headers = new Headers({
    location: "/sign-in?said=out",
    "clear-site-data": '"cache", "storage"',
    "cache-control": "no-store",
  });
  for (const cookie of identity.endCookies()) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** The note of a browser in which somebody signed in before. */
export function knownDevice(ctx: Context<State>): string | undefined {
  return ctx.state.services.cookies.read(ctx.req.headers, DEVICE);
}

/** Where people reach the site: as configured, or on one's own machine as they typed it. */
export function siteOrigin(ctx: Context<State>): string {
  return ctx.state.services.config.PUBLIC_ORIGIN ?? ctx.url.origin;
}
