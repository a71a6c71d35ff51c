import { page, type PageResponse } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ImportForm } from "@/components/interchange/ImportForm.tsx";
import {
  bringsSomething,
  countText,
  ImportDone,
  ImportReport,
} from "@/components/interchange/ImportReport.tsx";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import { importQuery } from "@/lib/contracts/api.ts";
import type { ImportReport as Report } from "@/lib/contracts/import_answer.ts";
import { refuse, type Result } from "@/lib/errors.ts";
import { addressOf, countVisitor, ownerFor, visitorOf } from "@/lib/http/api.ts";
import { bytesOfField, packedField } from "@/lib/http/packed_field.ts";
import { readMultipart } from "@/lib/http/multipart.ts";
import type { ImportTurn } from "@/lib/interchange/import_turns.ts";
import { BODY_CEILING } from "@/lib/http/body_limit.ts";
import ImportFile from "@/islands/ImportFile.tsx";

type Shown =
  | { readonly kind: "form"; readonly problem: string }
  | {
    readonly kind: "report";
    readonly report: Report;
    /** The file itself, see `packedField`. */
    readonly packed: string;
    readonly edition: string;
  }
  | { readonly kind: "done"; readonly report: Report };

interface Import {
  readonly shown: Shown;
  readonly hosts: readonly string[];
}

const FIELDS = z.object({
  ...importQuery.pick({ step: true, edition: true }).shape,
  text: z.string().default(""),
  packed: z.string().default(""),
  url: z.string().max(2000).default(""),
});

/** The form has six fields. */
const MOST_PARTS = 20;
/** What a form has beside the file, in bytes. */
const ROOM_FOR_FIELDS = 4096;
const TOO_LARGE = "The file is too large. Export fewer creatures at a time.";

/** The file of a plain form: chosen, pasted, or to be fetched. */
async function fileOf(
  form: FormData,
  fields: z.output<typeof FIELDS>,
  fetched: (url: string) => Promise<Result<Uint8Array<ArrayBuffer>>>,
) {
  const file = form.get("file");
  if (file instanceof File && file.size > 0) {
    return { ok: true as const, value: new Uint8Array(await file.arrayBuffer()) };
  }
  if (fields.packed !== "") return { ok: true as const, value: bytesOfField(fields.packed) };
  if (fields.text.trim() !== "") {
    return { ok: true as const, value: new TextEncoder().encode(fields.text) };
  }
  if (fields.url.trim() !== "") return await fetched(fields.url.trim());
  return refuse("INVALID_INPUT", "Choose a file, paste its text, or give its address.");
}

export const handler = define.handlers<Import>({
  async GET(ctx) {
    const { imports } = await ctx.state.services.appServices();
    return page({ shown: { kind: "form", problem: "" }, hosts: imports.hosts });
  },

  /** The way without script: the same two steps, each a page. */
  async POST(ctx) {
    const { imports } = await ctx.state.services.appServices();
    const { hosts } = imports;
    const failed = (problem: string, status = 422) =>
      page({ shown: { kind: "form", problem } as const, hosts }, { status });
    const who = await visitorOf(ctx);
    const limited = await countVisitor(ctx.state.services, who, "imports");
    if (!limited.ok) return failed(limited.message, 429);
    const withTurn = async (turn: ImportTurn): Promise<PageResponse<Import>> => {
      const form = await readMultipart(ctx.req, { maxBytes: BODY_CEILING, maxParts: MOST_PARTS });
      if (!form.ok) return failed(form.message, form.code === "TOO_LARGE" ? 413 : 422);
      const fields = FIELDS.safeParse(
        Object.fromEntries([...form.value].filter(([key]) => key !== "file")),
      );
      if (!fields.success) return failed("The form did not arrive whole. Send it again.");
      const file = await fileOf(form.value, fields.data, (url) => imports.fetch(url));
      if (!file.ok) return failed(file.message);
      const { edition, step } = fields.data;
      const options = { edition, signal: ctx.req.signal, turn, network: addressOf(ctx) };
      if (step === "preview") {
        const report = await imports.plan(who.ownerId, file.value, options);
        if (!report.ok) return failed(report.message);
        const packed = await packedField(file.value);
        if (packed.length > BODY_CEILING - ROOM_FOR_FIELDS) return failed(TOO_LARGE, 413);
        return page({ shown: { kind: "report", report: report.value, packed, edition }, hosts }, {
          headers: { "cache-control": "no-store" },
        });
      }
      const { ownerId, headers } = await ownerFor(ctx, who);
      const stored = await imports.store(ownerId, file.value, options);
      if (!stored.ok) return failed(stored.message);
      return page({ shown: { kind: "done", report: stored.value }, hosts }, {
        headers: { ...headers, "cache-control": "no-store" },
      });
    };
    const turn = imports.enter(addressOf(ctx));
    if (!turn.ok) return failed(turn.message, 429);
    try {
      return await withTurn(turn.value);
    } finally {
      turn.value.leave();
    }
  },
});

export default define.page<never, Import>(({ data: { shown, hosts }, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Import · Encounter Tracker</title>
      <meta name="description" content="Bring creatures, characters and fights from other tools." />
    </Head>
    <div class="wrap imp">
      <div class="page-head">
        <h1>Import</h1>
        <p class="muted">Nothing is stored before you have seen what comes in.</p>
        <a class="btn" href="/export">Export instead</a>
      </div>
      {shown.kind === "form" && shown.problem === "" && <ImportFile hosts={hosts} />}
      {shown.kind === "form" && shown.problem !== "" && (
        <>
          <p class="field-error" role="alert">{shown.problem}</p>
          <ImportForm hosts={hosts} />
        </>
      )}
      {shown.kind === "report" && (
        <ImportReport report={shown.report}>
          {bringsSomething(shown.report) && (
            <form method="post" action="/import" encType="multipart/form-data">
              <input type="hidden" name="step" value="store" />
              <input type="hidden" name="edition" value={shown.edition} />
              <input type="hidden" name="packed" value={shown.packed} />
              <button type="submit" class="btn" data-kind="turn">
                Import {countText(shown.report)}
              </button>
            </form>
          )}
          <a class="btn" href="/import">Choose another file</a>
        </ImportReport>
      )}
      {shown.kind === "done" && <ImportDone report={shown.report} />}
    </div>
  </SitePage>
));
