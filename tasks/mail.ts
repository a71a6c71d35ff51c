// `deno task mail [list|retry KEY|drop KEY]`: letters that were given up though nobody refused them.
// Exit codes: 0 done, 1 there are dead letters, 3 there is no such letter, 64 misuse.
import { composeMail } from "@/lib/compose/mail.ts";
import { composeStore } from "@/lib/compose/store.ts";
import { loadConfig } from "@/lib/config.ts";
import type { DeadLetter } from "@/lib/email/outbox.ts";
import { createLog } from "@/lib/log.ts";

const USAGE = `Usage: deno task mail VERB
  list         letters that could not be sent, and why
  retry KEY    puts one back among those that wait
  drop KEY     lets go of one`;

/** One line a letter; what it says is nobody's business but the receiver's. */
export function letterLine({ key, to, subject, queuedAt, failure }: DeadLetter): string {
  return `${key}  ${new Date(queuedAt).toISOString()}  ${to}  "${subject}"  ${failure}`;
}

async function main([verb = "list", key, ...rest]: readonly string[]): Promise<number> {
  const takesKey = verb === "retry" || verb === "drop";
  if (rest.length > 0 || (key !== undefined) !== takesKey || (!takesKey && verb !== "list")) {
    console.error(USAGE);
    return 64;
  }
  const config = loadConfig();
  const log = createLog({
    level: "error",
    write: (line: string) => console.error(line),
    now: () => new Date(),
  });
  const { store } = await composeStore(config, log);
  const { outbox } = composeMail(config, { store, log });
  try {
    if (takesKey) {
      const done = await (verb === "retry" ? outbox.retry(key ?? "") : outbox.drop(key ?? ""));
      console.log(done ? "done" : "there is no dead letter with that key");
      return done ? 0 : 3;
    }
    const dead = await outbox.dead();
    for (const letter of dead) console.log(letterLine(letter));
    if (dead.length === 0) console.log("no dead letters");
    return dead.length === 0 ? 0 : 1;
  } finally {
    await outbox.close();
    await store.close();
  }
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(3);
  }
}
