import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { CodeForm } from "@/components/player/CodeForm.tsx";
import { JoinPicture } from "@/components/player/JoinPicture.tsx";
import { pageTitle } from "@/components/player/format.ts";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import PlayerScreen from "@/islands/PlayerScreen.tsx";
import TableScreen from "@/islands/TableScreen.tsx";
import { turnsUntilOwn } from "@/lib/contracts/player_turns.ts";
import type { OpenedView } from "@/lib/encounters/opened.ts";
import type { Refusal } from "@/lib/errors.ts";
import { addressOf, tooMany, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";
import { placesHeader } from "@/lib/http/player_answer.ts";
import { refusalFailure } from "@/lib/http/problem.ts";
import { qrDrawing } from "@/lib/http/qr.ts";

/** Sitting down or standing up by a plain form. */
const seatForm = z.union([
  z.strictObject({ character: z.string().min(1).max(64) }),
  z.strictObject({ release: z.literal("1") }),
]);

const NO_COOKIES =
  "This browser keeps no cookies for this site: allow them to sit down, or only watch.";

interface Data {
  readonly code: string;
  readonly opened: OpenedView | null;
  readonly problem: string;
}

/** Where the code may be written again. */
function noTable(code: string, refusal: Refusal) {
  const { status, detail } = refusalFailure(refusal);
  if (status !== 404 && status !== 429) throw new HttpError(503, detail);
  const data: Data = { code, opened: null, problem: refusal.message };
  return page(data, { status });
}

export const handler = define.handlers({
  async GET(ctx) {
    const code = (ctx.params.code ?? "").slice(0, 20).toUpperCase();
    ctx.state.darkPage = true;
    const joined = await ctx.state.services.encounters.play(await visitorOf(ctx), code);
    if (!joined.ok) return noTable(code, joined);
    const { opened, places } = joined.value;
    const { said, headers: spoken } = takeSaid(ctx);
    const data: Data = { code, opened, problem: said.say };
    const headers = new Headers({ "cache-control": "no-store", ...spoken });
    for (const [name, value] of Object.entries(await placesHeader(ctx, places))) {
      headers.append(name, value);
    }
    return page(data, { headers });
  },

  async POST(ctx) {
    const code = ctx.params.code ?? "";
    ctx.state.darkPage = true;
    const form = await readForm(ctx.req, seatForm, { maxBytes: 4096 });
    const who = await visitorOf(ctx);
    const limited = await tooMany(ctx, "proposals", who.seatIds.at(-1) ?? addressOf(ctx));
    if (limited) return limited;
    const { encounters } = ctx.state.services;
    const back = ctx.redirect(`/play/${encodeURIComponent(code)}`, 303);
    if (!form.ok) return back;
    if ("release" in form.value) {
      await encounters.release(who, code);
      return back;
    }
    const { character } = form.value;
    const joined = await encounters.play(who, code);
    if (!joined.ok) return noTable(code, joined);
    // The page with this form gave every browser its cookie: without one the seat would be lost.
    if (who.device === undefined) {
      const data: Data = { code, opened: joined.value.opened, problem: NO_COOKIES };
      const kept = await placesHeader(ctx, joined.value.places);
      return page(data, { status: 409, headers: { "cache-control": "no-store", ...kept } });
    }
    const player = joined.value.opened.view.table.claimable[character]?.name ?? "Player";
    const claimed = await encounters.claim(who, code, { character, player });
    // Somebody else was quicker, or the DM put this device out: the page says so.
    if (!claimed.ok) {
      return seeOtherSaying(ctx, `/play/${encodeURIComponent(code)}`, { say: claimed.message });
    }
    const kept = await placesHeader(ctx, claimed.value.places);
    for (const [name, value] of Object.entries(kept)) back.headers.append(name, value);
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
            problem={problem}
            watching={url.searchParams.has("watch")}
          />
        )}
    </>
  );
});
