/** One sentence from a form to the page that follows it, which nobody else can put there. */
import { Buffer } from "node:buffer";
import type { Context } from "fresh";
import { z } from "zod";
import type { State } from "@/define.ts";

const notice = z.object({
  /** The path of the page that shows it. */
  at: z.string().max(200),
  say: z.string().max(300),
  bad: z.boolean(),
  /** What the page's undo sends; empty when there is none. */
  undo: z.string().max(60),
});

export type Said = Omit<z.output<typeof notice>, "at">;

const NOTHING: Said = { say: "", bad: false, undo: "" };
/** The page follows at once; a browser that never asks for it forgets. */
const SECONDS = 60;

function cookieName({ state }: Context<State>): string {
  return state.services.encrypted ? "__Host-notice" : "notice";
}

function cookie(ctx: Context<State>, value: string, seconds: number): string {
  const secure = ctx.state.services.encrypted ? "; Secure" : "";
  return `${cookieName(ctx)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * Sends the browser to `path` of this site, which says `said` there. It travels in a cookie, not
 * in the address: a link from elsewhere must not put its words on a page of ours.
 */
export function seeOtherSaying(
  ctx: Context<State>,
  path: string,
  { say, bad = false, undo = "" }: { readonly say: string; bad?: boolean; undo?: string },
): Response {
  const headers = new Headers({ location: path });
  if (say !== "") {
    const text = JSON.stringify({ at: path, say: say.slice(0, 300), bad, undo });
    const value = Buffer.from(text).toString("base64url");
    headers.append("set-cookie", cookie(ctx, value, SECONDS));
  }
  return new Response(null, { status: 303, headers });
}

/** What the form before said for this page, and the headers that make the browser forget it. */
export function takeSaid(
  ctx: Context<State>,
): { readonly said: Said; readonly headers: Readonly<Record<string, string>> } {
  const name = cookieName(ctx);
  const given = (ctx.req.headers.get("cookie") ?? "").split(";").map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
  if (given === undefined) return { said: NOTHING, headers: {} };
  const read = notice.safeParse(jsonOf(given));
  const said = read.success && read.data.at === ctx.url.pathname ? read.data : NOTHING;
  return { said, headers: { "set-cookie": cookie(ctx, "", 0) } };
}

function jsonOf(given: string): unknown {
  try {
    return JSON.parse(Buffer.from(given, "base64url").toString());
  } catch {
    return undefined;
  }
}
