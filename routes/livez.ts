import { define } from "@/define.ts";

/** Constant: says that the process answers, whatever becomes of the parts it depends on. */
export const handler = define.handlers({
  GET: () => new Response("ok", { headers: { "cache-control": "no-store" } }),
});
