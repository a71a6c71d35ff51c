import type { Context } from "fresh";
import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { CodeForm } from "@/components/player/CodeForm.tsx";
import { JoinPicture } from "@/components/player/JoinPicture.tsx";
import { pageTitle } from "@/components/player/format.ts";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define, type State } from "@/define.ts";
import PlayerScreen from "@/islands/PlayerScreen.tsx";
import TableScreen from "@/islands/TableScreen.tsx";
import { turnsUntilOwn } from "@/lib/contracts/player_turns.ts";
import type { OpenedView } from "@/lib/encounters/service.ts";
import type { Refusal } from "@/lib/errors.ts";
import { addressOf, tooMany, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { refusalFailure } from "@/lib/http/problem.ts";
import { qrDrawing } from "@/lib/http/qr.ts";

/** Sitting down or standing up by a plain form. */
const seatForm = z.union([
  z.strictObject({ character: z.string().min(1).max(64) }),
  z.strictObject({ release: z.literal("1") }),
]);

interface Data {
  readonly code: string;
  readonly opened: OpenedView | null;
  readonly problem: string;
}

/** A code that is not there any more is counted, so that codes cannot be guessed page by page. */
async function noTable(ctx: Context<State>, code: string, refusal: Refusal) {
  if (refusal.code !== "CODE_UNKNOWN") {
    const { status, detail } = refusalFailure(refusal);
    throw new HttpError(status === 429 ? 429 : 503, detail);
  }
  const late = await tooMany(ctx, "wrongCodes", addressOf(ctx));
  if (late) return late;
  const data: Data = { code, opened: null, problem: refusal.message };
  return page(data, { status: 404 });
}

export const handler = define.handlers({
  async GET(ctx) {
    const code = (ctx.params.code ?? "").slice(0, 20).toUpperCase();
    ctx.state.darkPage = true;
    const opened = await ctx.state.services.encounters.play(await visitorOf(ctx), code);
    if (!opened.ok) return await noTable(ctx, code, opened);
    const data: Data = { code, opened: opened.value, problem: "" };
    return page(data, { headers: { "cache-control": "no-store" } });
  },

  async POST(ctx) {
    const code = ctx.params.code ?? "";
    ctx.state.darkPage = true;
    const form = await readForm(ctx.req, seatForm, { maxBytes: 4096 });
    const who = await visitorOf(ctx);
    const late = await tooMany(ctx, "proposals", who.seatIds.at(-1) ?? addressOf(ctx));
    if (late) return late;
    const { encounters } = ctx.state.services;
    const back = ctx.redirect(`/play/${encodeURIComponent(code)}`, 303);
    if (!form.ok) return back;
    if ("release" in form.value) {
      await encounters.release(who, code);
      return back;
    }
    const { character } = form.value;
    const opened = await encounters.play(who, code);
    if (!opened.ok) return await noTable(ctx, code, opened);
    const player = opened.value.view.table.claimable[character]?.name ?? "Player";
    const claimed = await encounters.claim(who, code, { character, player });
    // Somebody else was quicker: the list that comes back says "Taken".
    if (!claimed.ok) return back;
    back.headers.append("set-cookie", await encounters.visitors.seatCookie(claimed.value.seatIds));
    return back;
  },
});

export default define.page<typeof handler>(({ data, url, state }) => {
  const { code, opened, problem } = data;
  if (!opened) {
    return (
      <SitePage path={url.pathname} theme={state.theme}>
        <Head>
          <title>No fight with this code · Encounter Tracker</title>
          <meta name="robots" content="noindex" />
        </Head>
        <CodeForm title="That table is not here" typed={code} error={problem} />
      </SitePage>
    );
  }
  const { view, version, now } = opened;
  const seed = { view, version };
  const wall = url.searchParams.get("display") === "table";
  const address = `${state.services.config.PUBLIC_ORIGIN ?? url.origin}/play/${code}`;
  return (
    <>
      <Head>
        <title>
          {wall ? `${view.table.name}, table display` : pageTitle(view, turnsUntilOwn(view))}
        </title>
        <meta name="robots" content="noindex" />
      </Head>
      {wall
        ? (
          <TableScreen code={code} seed={seed} now={now}>
            <JoinPicture code={code} address={address} drawing={qrDrawing(address)} />
          </TableScreen>
        )
        : (
          <PlayerScreen
            code={code}
            seed={seed}
            now={now}
            watching={url.searchParams.has("watch")}
          />
        )}
    </>
  );
});
