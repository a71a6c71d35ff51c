import type { Context } from "fresh";
import type { z } from "zod";
import type { State } from "@/define.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import type { EncounterLimit } from "@/lib/encounters/limits.ts";
import type { Refusal, Result } from "@/lib/errors.ts";
import { parseInput } from "@/lib/http/body.ts";
import { networkOf } from "@/lib/http/network.ts";
import { problem } from "@/lib/http/problem.ts";

type Ctx = Context<State>;

/** Who asks, an account by its session or a guest by cookie or token, and from which network. */
export async function visitorOf(ctx: Ctx): Promise<Visitor> {
  ctx.state.visitor ??= (await ctx.state.services.identity.identify(ctx.req.headers)).visitor;
  const seatIds = await seatsOf(ctx, ctx.state.visitor);
  const network = addressOf(ctx);
  return { ...ctx.state.visitor, seatIds, network, wideNetwork: wideAddressOf(ctx) };
}

/** The browser's seats, and at tables also those that its account took on other devices. */
async function seatsOf(ctx: Ctx, { seatIds, account }: Visitor): Promise<readonly string[]> {
  if (account === undefined || !/^\/(?:api\/v1\/)?play\//.test(ctx.url.pathname)) return seatIds;
  const kept = (await ctx.state.services.accountStore.find(account.id))?.seatIds ?? [];
  return [...kept.filter((id) => !seatIds.includes(id)), ...seatIds];
}

/** Who is to own what is made now. */
export interface NewOwner {
  readonly ownerId: string;
  /** Headers that keep this browser the guest; none for an account. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The visitor as an owner; somebody without anything yet becomes a guest. */
export async function ownerFor(ctx: Ctx, who: Visitor): Promise<NewOwner> {
  if (who.account !== undefined) return { ownerId: who.account.id, headers: {} };
  const { visitors } = ctx.state.services.encounters;
  const ownerId = who.ownerId ?? visitors.newGuest();
  return { ownerId, headers: { "set-cookie": await visitors.guestCookie(ownerId) } };
}

/** The edition of what the visitor begins: as they prefer it, else the older one. */
export async function preferredEdition(ctx: Ctx, who: Visitor): Promise<"2014" | "2024"> {
  if (who.account === undefined) return "2014";
  return (await ctx.state.services.accountStore.find(who.account.id))?.preferences.edition ??
    "2014";
}

/** The network that a request comes from, as limits count it: IPv4 whole, of IPv6 64 bits. */
export function addressOf(ctx: Ctx): string {
  return networkOf(senderOf(ctx));
}

/** The same with 48 bits of IPv6, which one customer may have: for what guards a secret. */
export function wideAddressOf(ctx: Ctx): string {
  return networkOf(senderOf(ctx), 48);
}

/** The address that a request comes from; a proxy's word counts only where one is trusted. */
function senderOf(ctx: Ctx): string {
  const forwarded = ctx.config.trustProxy
    ? ctx.req.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim()
    : undefined;
  const { remoteAddr } = ctx.info;
  return forwarded || ("hostname" in remoteAddr ? remoteAddr.hostname : "local");
}

/** A refusal as problem+json. */
export function refused(ctx: Ctx, refusal: Refusal): Response {
  return problem(refusal, ctx.state.requestId);
}

/** A result as an answer. */
export function answer<T>(
  ctx: Ctx,
  result: Result<T>,
  make: (value: T) => Response,
): Response {
  return result.ok ? make(result.value) : refused(ctx, result);
}

/** JSON that no cache keeps. */
export function jsonNoStore(value: unknown, init: ResponseInit = {}): Response {
  const headers = new Headers(init.headers);
  headers.set("cache-control", "no-store");
  return Response.json(value, { ...init, headers });
}

/** Nothing to say but that it is done. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}

/** The query against a schema; a key that is given twice counts once. */
export function readQuery<T>(ctx: Ctx, schema: z.ZodType<T>): Result<T> {
  return parseInput(schema, Object.fromEntries(ctx.url.searchParams));
}

/** Counts one attempt; the refusal when there were too many. */
export async function tooMany(
  ctx: Ctx,
  limit: EncounterLimit,
  subject: string,
): Promise<Response | undefined> {
  const verdict = await ctx.state.services.encounters.count(limit, subject);
  return verdict.ok ? undefined : refused(ctx, verdict);
}

const OF_ADDRESS = {
  reads: "readsOfAddress",
  writes: "writesOfAddress",
  imports: "importsOfAddress",
} as const satisfies Partial<Record<EncounterLimit, EncounterLimit>>;

/**
 * Counts an attempt by owner or else by address, and of an owner by address as well: who throws the
 * cookie away is counted on. The refusal when there were too many.
 */
export async function countVisitor(
  { encounters }: State["services"],
  who: Visitor,
  limit: keyof typeof OF_ADDRESS,
): Promise<Result<null>> {
  const { ownerId, network = "local" } = who;
  const verdict = await encounters.count(limit, ownerId ?? network);
  if (!verdict.ok || ownerId === null) return verdict;
  return await encounters.count(OF_ADDRESS[limit], network);
}

/** Who asks, counted by owner and by address; the refusal instead when they ask too often. */
export async function requireWithinLimit(
  ctx: Ctx,
  limit: keyof typeof OF_ADDRESS,
): Promise<Visitor | Response> {
  const who = await visitorOf(ctx);
  const verdict = await countVisitor(ctx.state.services, who, limit);
  return verdict.ok ? who : refused(ctx, verdict);
}

/** A live stream of server-sent events. */
export function eventStream(body: ReadableStream<Uint8Array<ArrayBuffer>>): Response {
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // Proxies that collect answers would hold events back.
      "x-accel-buffering": "no",
    },
  });
}
