import { page } from "fresh";
import { Head } from "fresh/runtime";
import { define } from "@/define.ts";
import Watching from "@/islands/Watching.tsx";
import Tracker, { type TrackerProps } from "@/islands/Tracker.tsx";
import { nameOf } from "@/lib/combat/lookup.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { encounterForm, encounterQuery, formCommand } from "@/lib/contracts/encounter_form.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { readForm } from "@/lib/http/body.ts";
import { encounterGone } from "@/lib/http/encounter_gone.ts";
import { seeOtherSaying, takeSaid } from "@/lib/http/notice.ts";

/** "Round 3, Adult Red Dragon. Ember on the Causeway". */
function titleOf(encounter: EncounterState): string {
  if (encounter.status !== "running" || encounter.activeId === null) return encounter.name;
  return `Round ${encounter.round}, ${nameOf(encounter, encounter.activeId)}. ${encounter.name}`;
}

/** 32 hex digits of chance: a command's id, and the seed of its dice. */
function hex(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

interface Shown {
  readonly tracker: TrackerProps;
  /** Who runs the fight, for somebody who only watches; null for who runs it. */
  readonly watched: string | null;
}

export const handler = define.handlers<Shown>({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const opened = await ctx.state.services.encounters.open(who, ctx.params.id ?? "");
    if (!opened.ok) throw encounterGone(who, opened);
    ctx.state.darkPage = true;
    const { record, state, log, shared } = opened.value;
    const { sourceTexts } = await ctx.state.services.appServices();
    const { said, headers } = takeSaid(ctx);
    const tracker: TrackerProps = {
      seed: { state, log },
      texts: await sourceTexts.ofAll(record.ownerId, Object.values(state.blocks)),
      code: record.shareCode,
      ask: encounterQuery.parse(Object.fromEntries(ctx.url.searchParams)),
      problem: said.say === "" ? null : said.say,
      now: Date.now(),
      joinAt: `${ctx.state.services.config.PUBLIC_ORIGIN ?? ctx.url.origin}/play/`,
    };
    const watched = shared?.role === "viewer" ? shared.ownerName : null;
    return page({ tracker, watched }, { headers: { "cache-control": "no-store", ...headers } });
  },

  /** The tracker's plain forms: each is one command, then the page again. */
  async POST(ctx) {
    const id = ctx.params.id ?? "";
    const { encounters } = ctx.state.services;
    const back = (problem = "") =>
      seeOtherSaying(ctx, `/encounters/${encodeURIComponent(id)}`, { say: problem });
    const who = await visitorOf(ctx);
    const limited = await encounters.count("dmCommands", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return back(limited.message);
    const form = await readForm(ctx.req, encounterForm);
    if (!form.ok) return back(form.message);
    const may = await encounters.record(who, id, "encounter.run");
    if (!may.ok) throw encounterGone(who, may);
    if (form.value.do === "share") {
      const shared = await encounters.renewCode(who, id);
      return back(shared.ok ? undefined : shared.message);
    }
    const command = formCommand(form.value);
    if ("ok" in command) return back(command.message);
    const at = Date.now();
    const applied = await encounters.apply(who, id, [{ id: hex(), at, seed: hex(), command }], at);
    if (!applied.ok) return back(applied.message);
    return back(applied.value.refused?.refusal.message);
  },
});

export default define.page<never, Shown>(({ data: { tracker, watched } }) => (
  <>
    <Head>
      <title>{titleOf(tracker.seed.state)}</title>
      <meta name="robots" content="noindex" />
    </Head>
    <a class="skip" href="#pending-t">Skip to the pending action</a>
    {watched === null ? <Tracker {...tracker} /> : (
      <div class="viewing">
        <Watching owner={watched} />
        <Tracker {...tracker} />
      </div>
    )}
  </>
));
