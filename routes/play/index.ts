import { define } from "@/define.ts";

/** The address without a code: where to type one. */
export const handler = define.handlers({
  GET: (ctx) => ctx.redirect("/join", 303),
});
