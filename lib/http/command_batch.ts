import { z } from "zod";
import { commandBatch, sentCommand } from "@/lib/contracts/command.ts";
import { ok, type Result } from "@/lib/errors.ts";
import { pacing } from "@/lib/pacing.ts";
import { parseInput, readJson } from "./body.ts";

/** A batch may bring stat blocks along. */
const MAX_BYTES = 2 * 1024 * 1024;

const unchecked = z.strictObject({
  sentAt: commandBatch.shape.sentAt,
  commands: z.array(z.unknown()).min(1).max(200),
});

/**
 * A batch of commands from a request. Its commands are checked one by one, with room for other
 * requests in between: 200 of them may name 20,000 targets.
 */
export async function readCommandBatch(
  req: Request,
): Promise<Result<z.output<typeof commandBatch>>> {
  const batch = await readJson(req, unchecked, { maxBytes: MAX_BYTES });
  if (!batch.ok) return batch;
  const commands: z.output<typeof sentCommand>[] = [];
  const pace = pacing();
  for (const item of batch.value.commands) {
    const command = parseInput(sentCommand, item, ["commands", commands.length]);
    if (!command.ok) return command;
    commands.push(command.value);
    await pace();
  }
  return ok({ sentAt: batch.value.sentAt, commands });
}
