/** What an attack is, and how one is carried out against a server while others play. */
import { type AbusedServer, startAbused } from "./server.ts";
import type { Noticed } from "./neighbours.ts";
import { watchFromThread } from "./watch.ts";

/** Counts what an attack sends; attacks stop by themselves. */
export interface Stage {
  readonly origin: string;
  readonly port: number;
  readonly server: AbusedServer;
  /** To be called with every request's or frame's size in bytes. */
  sent(bytes: number): void;
  /** Ends an attack that is under way; none lasts longer than its `seconds`. */
  readonly signal: AbortSignal;
}

export interface Attack {
  /** Short and in words, as it stands in the table. */
  readonly name: string;
  /** At most so long, in seconds; the signal is aborted then. */
  readonly seconds: number;
  /** Variables that the server starts with for this attack. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Sends a bounded load to loopback, and resolves with what the attacker reached, in a few words
   * for a person ("10 of 10 files refused").
   */
  run(stage: Stage): Promise<string>;
}

export interface AttackResult {
  readonly attack: string;
  readonly bytesSent: number;
  readonly reached: string;
  readonly noticed: Noticed;
  /** Bytes. */
  readonly memoryBefore: number;
  readonly peakMemory: number;
  readonly diskGrowth: number;
  /** False when the process ended. */
  readonly survived: boolean;
}

/** A server of its own for one attack, from the first turn of the other table to its last. */
export async function carryOut(
  attack: Attack,
  { root }: { readonly root?: string } = {},
): Promise<AttackResult> {
  await using server = await startAbused({
    ...(attack.env === undefined ? {} : { env: attack.env }),
    ...(root === undefined ? {} : { root }),
  });
  return await attackServer(attack, server);
}

/** The same against a server that is there. */
export async function attackServer(attack: Attack, server: AbusedServer): Promise<AttackResult> {
  const neighbours = await watchFromThread(server);
  const diskBefore = await server.disk();
  const memoryBefore = server.memory();
  server.resetPeaks();
  let bytesSent = 0;
  const signal = AbortSignal.timeout(attack.seconds * 1_000);
  const reached = await attack.run({
    origin: server.origin,
    port: server.port,
    server,
    sent: (bytes) => void (bytesSent += bytes),
    signal,
  }).catch((error) => `broke off: ${error instanceof Error ? error.message : error}`);
  const noticed = await neighbours.done();
  return {
    attack: attack.name,
    bytesSent,
    reached,
    noticed,
    memoryBefore,
    peakMemory: server.peakMemory(),
    diskGrowth: await server.disk() - diskBefore,
    survived: server.alive(),
  };
}
