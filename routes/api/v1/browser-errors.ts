import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { addressOf } from "@/lib/http/api.ts";
import { readText } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

/** Longest report, in bytes. */
const MAX_REPORT_BYTES = 4_096;

/** Takes a browser's report of an error. Answers 204 whether it is kept or dropped. */
export const handler = define.handlers({
  async POST(ctx) {
    const { browserErrors } = ctx.state.services;
    const { requestId } = ctx.state;
    const text = await readText(ctx.req, { maxBytes: MAX_REPORT_BYTES });
    if (!text.ok) return problem(text, requestId);
    const address = addressOf(ctx);
    const result = await browserErrors.take(parsed(text.value), address, requestId);
    if (result !== "invalid") return new Response(null, { status: 204 });
    return problem(
      refuse("INVALID_INPUT", "Send a report as the site's own script does."),
      requestId,
    );
  },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
