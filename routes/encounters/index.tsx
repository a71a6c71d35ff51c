import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { EncounterList } from "@/components/encounter/EncounterList.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { encounterId, line, name } from "@/lib/contracts/primitives.ts";
import { type EncounterSummary, summary } from "@/lib/contracts/summary.ts";
import type { Result } from "@/lib/errors.ts";
import { addressOf, ownerFor, preferredEdition, visitorOf } from "@/lib/http/api.ts";
import { parseInput, readForm } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const SHOWN = ["all", "open", "archived"] as const;
type Shown = typeof SHOWN[number];

const QUERY = z.object({
  show: z.enum(SHOWN).catch("open"),
  q: line(80).catch(""),
  /** A fight that was deleted just now. */
  deleted: encounterId.optional().catch(undefined),
});

const FORM = z.object({
  do: z.enum(["create", "duplicate", "archive", "unarchive", "delete", "restore"]).default(
    "create",
  ),
  id: encounterId.optional(),
  name: name.default("New fight"),
});

interface EncounterCache {
  readonly encounters: readonly EncounterSummary[];
  readonly counts: Readonly<Record<Shown, number>>;
  readonly show: Shown;
  readonly q: string;
  readonly deleted: EncounterSummary | null;
  readonly now: number;
  /** Whether they belong to the browser, not to an account. */
  readonly guest: boolean;
}

function seeOther(location: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 303, headers: { ...headers, location } });
}

export const handler = define.handlers<EncounterCache>({
  async GET(ctx) {
    const query = QUERY.parse(Object.fromEntries(ctx.url.searchParams));
    const who = await visitorOf(ctx);
    const { encounters } = ctx.state.services;
    const [open, archived, deleted] = await Promise.all([
      encounters.list(who, { which: "open", limit: 100 }),
      encounters.list(who, { which: "archived", limit: 100 }),
      query.deleted === undefined ? [] : encounters.list(who, { which: "deleted", limit: 20 }),
    ]);
    const lists = { open, archived, all: [...open, ...archived] };
    const wanted = query.q.toLowerCase();
    const gone = deleted.find((one) => one.id === query.deleted);
    return page({
      encounters: lists[query.show].filter((one) => one.name.toLowerCase().includes(wanted))
        .map(summary),
      counts: { all: lists.all.length, open: open.length, archived: archived.length },
      show: query.show,
      q: query.q,
      deleted: gone === undefined ? null : summary(gone),
      now: Date.now(),
      guest: who.account === undefined,
    }, { headers: { "cache-control": "no-store" } });
  },

  /** Makes a fight, or does one thing with one of them; then the page that follows from it. */
  async POST(ctx) {
    const form = await readForm(ctx.req, FORM, { maxBytes: 4_096 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const { encounters } = ctx.state.services;
    const who = await visitorOf(ctx);
    const limited = await encounters.count("writes", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const { do: what } = form.value;
    if (what === "create") {
      const { ownerId, headers } = await ownerFor(ctx, who);
      const edition = await preferredEdition(ctx, who);
      const made = await encounters.create(ownerId, { name: form.value.name, edition });
      if (!made.ok) return problem(made, ctx.state.requestId);
      return seeOther(`/encounters/${made.value.id}/build`, headers);
    }
    const id = parseInput(encounterId, form.value.id);
    if (!id.ok) return problem(id, ctx.state.requestId);
    const acts = {
      duplicate: () => encounters.duplicate(who, id.value),
      archive: () => encounters.archive(who, id.value, true),
      unarchive: () => encounters.archive(who, id.value, false),
      delete: () => encounters.remove(who, id.value, true),
      restore: () => encounters.remove(who, id.value, false),
    } satisfies Record<Exclude<typeof what, "create">, () => Promise<Result<unknown>>>;
    const done = await acts[what]();
    if (!done.ok) return problem(done, ctx.state.requestId);
    return seeOther(what === "delete" ? `/encounters?deleted=${id.value}` : "/encounters");
  },
});

function Start({ big }: { big?: boolean }) {
  return (
    <form method="post" action="/encounters">
      <button type="submit" class="btn" data-kind="turn" data-size={big ? "big" : undefined}>
        <Icon name="add" />
        Start a fight
      </button>
    </form>
  );
}

function NoEncounters() {
  return (
    <section class="empty">
      <h2>No fights yet</h2>
      <p class="muted">
        Start one: pick the creatures, say who plays, see whether it is fair, and fight.
      </p>
      <div class="flow">
        <Start big />
      </div>
    </section>
  );
}

const SHOWN_NAMES = { all: "All", open: "Open", archived: "Archived" } as const;

function Filters({ counts, show, q }: EncounterCache) {
  return (
    <div class="flow">
      <form class="search encounter-search" method="get" action="/encounters" role="search">
        <Icon name="search" />
        <label class="sr-only" for="fights-q">Find a fight</label>
        <input type="hidden" name="show" value={show} />
        <input class="input" id="fights-q" name="q" value={q} placeholder="Find a fight" />
      </form>
      <form method="get" action="/encounters">
        <span class="segmented" role="group" aria-label="Show">
          {SHOWN.map((which) => (
            <button
              key={which}
              type="submit"
              name="show"
              value={which}
              aria-pressed={`${which === show}`}
            >
              {SHOWN_NAMES[which]} {counts[which]}
            </button>
          ))}
        </span>
      </form>
    </div>
  );
}

function Deleted({ encounter }: { encounter: EncounterSummary }) {
  return (
    <form class="toast toast-foot" method="post" action="/encounters" role="status">
      {encounter.name} deleted.
      <input type="hidden" name="id" value={encounter.id} />
      <button type="submit" class="btn" name="do" value="restore">Undo</button>
    </form>
  );
}

export default define.page<never, EncounterCache>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Fights · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <div class="wrap">
      <div class="page-head">
        <h1>Fights</h1>
        <span class="push" />
        {data.counts.all > 0 && <Start />}
      </div>
      {data.counts.all === 0 ? <NoEncounters /> : (
        <>
          <Filters {...data} />
          {data.encounters.length === 0
            ? <p class="muted">No fight is called so. Clear the search to see them all.</p>
            : <EncounterList encounters={data.encounters} now={data.now} />}
        </>
      )}
      {data.guest && data.counts.all > 0 && (
        <p class="muted">
          You have no account: these fights belong to this browser.{" "}
          <a href="/recovery">Keep these fights</a>{" "}
          with a link that opens them on a second device, or here should this browser forget them.
        </p>
      )}
      {data.deleted !== null && <Deleted encounter={data.deleted} />}
    </div>
  </SitePage>
));
