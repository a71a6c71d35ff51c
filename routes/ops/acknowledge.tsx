import { page, type PageProps } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define, type State } from "@/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { peerOf } from "@/lib/http/ops_guard.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.object({
  incident: z.string().min(1).max(200),
  by: z.string().trim().max(60).optional(),
});

interface AckData {
  readonly claim: "expired" | "unknown" | { readonly incident: string };
  /** Whether it was written down just now; null before somebody pressed the button. */
  readonly done: boolean | null;
}

const HEADERS = { "cache-control": "no-store", "referrer-policy": "no-referrer" };

/**
 * Takes an incident on, by the signed address that was sent or as a signed-in operator. Opening the
 * address changes nothing: programs that preview links open it too.
 */
export const handler = define.handlers<AckData>({
  GET(ctx) {
    const claim = ctx.state.services.ackLinks.read(ctx.url.searchParams) ?? "unknown";
    const status = claim === "unknown" ? 404 : claim === "expired" ? 410 : 200;
    return page({ claim, done: null }, { status, headers: HEADERS });
  },
  async POST(ctx) {
    const { ackLinks, alerting, ops } = ctx.state.services;
    const claim = ackLinks.read(ctx.url.searchParams);
    const signed = claim !== null && claim !== "expired";
    if (!signed && !await ops.allows(ctx.req, peerOf(ctx))) {
      const refused = claim ?? "unknown";
      return page({ claim: refused, done: null }, { status: 404, headers: HEADERS });
    }
    const form = await readForm(ctx.req, FORM, { maxBytes: 1_024 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const incident = signed ? claim.incident : form.value.incident;
    const done = await alerting.acknowledge(incident, form.value.by || "an operator");
    if (!signed) return new Response(null, { status: 303, headers: { location: "/ops" } });
    return page({ claim: { incident }, done }, { headers: HEADERS });
  },
});

export default function Acknowledge({ data, state, url }: PageProps<AckData, State>) {
  return (
    <SitePage path="/ops" theme={state.theme ?? "system"}>
      <Head>
        <title>Acknowledge · Encounter Tracker</title>
        <meta name="robots" content="noindex" />
      </Head>
      <div class="wrap">
        <div class="page-head">
          <h1>Acknowledge an incident</h1>
        </div>
        <Answer {...data} query={url.search} />
      </div>
    </SitePage>
  );
}

function Answer({ claim, done, query }: AckData & { readonly query: string }) {
  if (claim === "unknown") return <p role="alert">This address is not valid. Open /ops instead.</p>;
  if (claim === "expired") {
    return (
      <p role="alert">This address has expired. Open /ops, or use the one of a later message.</p>
    );
  }
  if (done !== null) {
    return (
      <p role="status">
        {done
          ? "Written down: you work on it, and nobody is reminded of it any more."
          : "Nothing to do: it is over, or somebody works on it already. Look at /ops."}
      </p>
    );
  }
  return (
    <form class="ops-form" method="post" action={`/ops/acknowledge${query}`}>
      <p>
        You take on <b>{claim.incident.split("@")[0]}</b>: reminders of it stop.
      </p>
      <input type="hidden" name="incident" value={claim.incident} />
      <div class="field">
        <label for="by">Your name</label>
        <input class="input" id="by" name="by" autocomplete="name" maxLength={60} required />
      </div>
      <button class="btn" data-kind="turn" type="submit">Acknowledge</button>
    </form>
  );
}
