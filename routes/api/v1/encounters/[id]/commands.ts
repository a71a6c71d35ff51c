import { define } from "@/define.ts";
import { commandQuery } from "@/lib/contracts/command.ts";
import {
  addressOf,
  answer,
  jsonNoStore,
  readQuery,
  refused,
  tooMany,
  visitorOf,
} from "@/lib/http/api.ts";
import { readCommandBatch } from "@/lib/http/command_batch.ts";

/**
 * Carries out a batch of commands in order, up to the first that is refused. When not even one
 * was carried out, the answer is that refusal.
 */
export const handler = define.handlers({
  async POST(ctx) {
    const query = readQuery(ctx, commandQuery);
    if (!query.ok) return refused(ctx, query);
    const { encounters } = ctx.state.services;
    const who = await visitorOf(ctx);
    const id = ctx.params.id ?? "";
    // Who owns nothing has no fights to tell apart.
    const subject = who.ownerId === null ? addressOf(ctx) : `${who.ownerId} ${id}`;
    const limited = await tooMany(ctx, "dmCommands", subject);
    if (limited) return limited;
    const own = await encounters.record(who, id, "encounter.run");
    if (!own.ok) return refused(ctx, own);
    const batch = await readCommandBatch(ctx.req);
    if (!batch.ok) return refused(ctx, batch);
    const { sentAt } = batch.value;
    const clock = query.value.clock;
    const commands = clock === undefined
      ? batch.value.commands
      : batch.value.commands.map((one) => ({ ...one, shownAt: one.at + clock }));
    const applied = await encounters.apply(who, id, commands, sentAt);
    return answer(ctx, applied, ({ version, results, refused: stopped }) => {
      if (stopped === undefined) return jsonNoStore({ version, results });
      if (results.length === 0) return refused(ctx, stopped.refusal);
      const { index, id, refusal: { code, message } } = stopped;
      return jsonNoStore({ version, results, refused: { index, id, code, message } });
    });
  },
});
