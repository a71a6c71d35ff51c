import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { addressOf, visitorOf } from "@/lib/http/api.ts";
import { download, schemaUrl } from "@/lib/http/download.ts";
import { problem } from "@/lib/http/problem.ts";

const FORMATS = {
  "creatures.json": "json",
  "creatures.csv": "csv",
  "creatures.md": "markdown",
  "improved-initiative.json": "improved-initiative",
} as const;

const isFile = (name: string): name is keyof typeof FORMATS => Object.hasOwn(FORMATS, name);

/** What is the visitor's, as a file to keep. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const { encounters } = ctx.state.services;
    const { exports } = await ctx.state.services.appServices();
    const limited = await encounters.count("reads", who.ownerId ?? addressOf(ctx));
    if (!limited.ok) return problem(limited, ctx.state.requestId);
    const name = ctx.params.file ?? "";
    const schema = schemaUrl(ctx.url);
    if (name === "account.json") return download(await exports.account(who, schema));
    if (!isFile(name)) {
      return problem(
        refuse("NOT_FOUND", "No such export. Open /export to see which there are."),
        ctx.state.requestId,
      );
    }
    return download(await exports.creatures(who, FORMATS[name], schema));
  },
});
