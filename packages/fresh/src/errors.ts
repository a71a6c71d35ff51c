import { type Context, internalsOf } from "./context.ts";
import { HttpError, statusOf, statusText } from "./error.ts";
import { answerErrorRoute } from "./route_handler.ts";
import type { Segment } from "./segment.ts";
import type { Middleware } from "./types.ts";

/** Catches what is thrown below a folder and answers with its error page. */
export function boundary(
  segment: Segment<unknown>,
  segments: readonly Segment<unknown>[],
): Middleware<unknown> {
  return async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      const missing = error instanceof HttpError && error.status === 404;
      const route = missing && segment.notFound !== null ? segment.notFound : segment.error;
      if (route === null) throw error;
      internalsOf(ctx).build?.onServerError?.(error, ctx);
      ctx.error = error;
      internalsOf(ctx).segments = segments;
      const status = route === segment.notFound ? 200 : statusOf(error);
      return await answerErrorRoute(ctx, route, status);
    }
  };
}

/** The answer to an error that no page answers: its status and nothing that it says inside. */
export function lastResort(error: unknown, ctx: Context<unknown>): Response {
  if (error instanceof HttpError) {
    if (error.status >= 500) console.error(error);
    return new Response(error.message || statusText(error.status), {
      status: error.status,
    });
  }
  const shown = internalsOf(ctx).build?.onUnhandled?.(error, ctx);
  if (shown !== undefined) return shown;
  console.error(error);
  return new Response("Internal server error", { status: 500 });
}
