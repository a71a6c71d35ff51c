import type { Context } from "fresh";
import type { z } from "zod";
import { define, type State } from "@/define.ts";
import { importQuery } from "@/lib/contracts/api.ts";
import type { ImportLine } from "@/lib/contracts/import_answer.ts";
import { addressOf, ownerFor, readQuery, refused, requireWithinLimit } from "@/lib/http/api.ts";
import { readBytes } from "@/lib/http/body.ts";
import { BODY_CEILING } from "@/lib/http/body_limit.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import type { ImportTurn } from "@/lib/interchange/import_turns.ts";

/** Between two words about the progress, in milliseconds. */
const PROGRESS_MS = 100;

/** Looks at a file, or stores what is in it. Whoever goes away in the middle has cancelled. */
export const handler = define.handlers({
  async POST(ctx) {
    const query = readQuery(ctx, importQuery);
    if (!query.ok) return refused(ctx, query);
    const who = await requireWithinLimit(ctx, "imports");
    if (who instanceof Response) return who;
    const { imports } = await ctx.state.services.appServices();
    const turn = imports.enter(addressOf(ctx));
    if (!turn.ok) return refused(ctx, turn);
    try {
      return await answerWith(ctx, query.value, turn.value, who);
    } catch (error) {
      turn.value.leave();
      throw error;
    }
  },
});

/** Receives the file, then answers line by line; the turn ends with the answer. */
async function answerWith(
  ctx: Context<State>,
  { step, edition, url, mark }: z.output<typeof importQuery>,
  turn: ImportTurn,
  who: Visitor,
): Promise<Response> {
  const { imports } = await ctx.state.services.appServices();
  const bytes = url === undefined
    ? await readBytes(ctx.req, { maxBytes: BODY_CEILING })
    : await imports.fetch(url);
  if (!bytes.ok) {
    turn.leave();
    return refused(ctx, bytes);
  }
  const headers = new Headers({
    "content-type": "application/x-ndjson; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  const owner = step === "store" ? await ownerFor(ctx, who) : null;
  const ownerId = owner?.ownerId ?? who.ownerId;
  for (const [name, value] of Object.entries(owner?.headers ?? {})) headers.set(name, value);
  const cancelled = new AbortController();
  const { signal } = cancelled;
  const body = lines(async (say) => {
    let last = 0;
    const progress = (done: number, all: number) => {
      if (done < all && performance.now() - last < PROGRESS_MS) return;
      last = performance.now();
      say({ kind: "progress", done, all });
    };
    const options = { edition, signal, progress, mark, turn, network: addressOf(ctx) };
    const result = step === "store" && ownerId !== null
      ? await imports.store(ownerId, bytes.value, options)
      : await imports.plan(ownerId, bytes.value, options);
    if (!result.ok) say({ kind: "problem", message: result.message });
    else say({ kind: step === "store" ? "stored" : "report", report: result.value });
  }, {
    gone: () => cancelled.abort(),
    failed: (error) => ctx.state.log.error("import failed", { error, step }),
    ended: () => turn.leave(),
  });
  return new Response(body, { headers });
}

const FAILED = "The import failed on our side. Nothing was stored; try again in a minute.";

/** A stream of JSON lines; `gone` hears when nobody reads any more, `failed` of faults, `ended` always. */
function lines(
  work: (say: (line: ImportLine) => void) => Promise<void>,
  on: {
    readonly gone: () => void;
    readonly failed: (error: unknown) => void;
    readonly ended: () => void;
  },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let open = true;
  return new ReadableStream({
    async start(controller) {
      const say = (line: ImportLine) => {
        if (open) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      await work(say).catch((error: unknown) => {
        on.failed(error);
        say({ kind: "problem", message: FAILED });
      });
      on.ended();
      if (open) controller.close();
    },
    cancel() {
      open = false;
      on.gone();
    },
  });
}
