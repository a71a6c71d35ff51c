/** Every command as a schema. A test holds it and the engine's `Command` together. */
import { z } from "zod";
import { areaCommands, effectCommands, poolCommands, rollCommands } from "./commands/actions.ts";
import { encounterCommands, rosterCommands } from "./commands/encounter.ts";
import { peopleCommands } from "./commands/people.ts";
import { hitPointCommands, turnCommands } from "./commands/turns.ts";
import { commandId, instant, seed } from "./primitives.ts";

/** One schema a command type. */
export const COMMAND_SCHEMAS = [
  ...encounterCommands,
  ...rosterCommands,
  ...turnCommands,
  ...hitPointCommands,
  ...rollCommands,
  ...areaCommands,
  ...effectCommands,
  ...poolCommands,
  ...peopleCommands,
] as const;

export const command = z.discriminatedUnion("type", COMMAND_SCHEMAS);

/** Most commands in one batch. */
export const BATCH_LIMIT = 200;

/**
 * A command as it is sent. `at` is when it was made, by the sender's own clock: only its distance
 * to the batch's `sentAt` counts, so that a wrong clock does no harm.
 */
export const sentCommand = z.strictObject({
  id: commandId,
  at: instant,
  seed,
  command,
});

/**
 * `clock` is the server's clock minus the sender's, as the sender takes it, in milliseconds. Where
 * that fits, a command keeps the very moment at which its sender has shown it.
 */
export const commandQuery = z.object({
  clock: z.coerce.number().int().optional().catch(undefined),
});

export const commandBatch = z.strictObject({
  /** The sender's clock at the moment of sending. */
  sentAt: instant,
  commands: z.array(sentCommand).min(1).max(BATCH_LIMIT),
});
