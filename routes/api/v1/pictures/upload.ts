import { define } from "@/define.ts";
import { MAX_PICTURE_BYTES } from "@/lib/contracts/picture_limits.ts";
import { refuse } from "@/lib/errors.ts";
import { answer, noContent, refused, requireWithinLimit } from "@/lib/http/api.ts";
import { readBytes } from "@/lib/http/body.ts";
import { readForm } from "@/lib/http/file_form.ts";

/** Room for the form's other fields and its boundaries. */
const FORM_BYTES = 16 * 1024;

/** Takes a file in where files are kept in a directory; the form is the one that a ticket names. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const body = await readBytes(ctx.req, { maxBytes: MAX_PICTURE_BYTES + FORM_BYTES });
    if (!body.ok) return refused(ctx, body);
    const form = await readForm(body.value, ctx.req.headers.get("content-type") ?? "");
    if (form === undefined) {
      return refused(ctx, refuse("INVALID_INPUT", "Send a form with one file, in the last field."));
    }
    const { pictures } = await ctx.state.services.appServices();
    return answer(ctx, await pictures.receive(form), noContent);
  },
});
