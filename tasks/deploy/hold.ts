// Taking the lease of deployments, and knowing when it was lost.
import process from "node:process";
import { hostname } from "node:os";
import type { Context } from "@/tasks/deploy/context.ts";
import type { Journal } from "@/tasks/deploy/journal.ts";
import { StateClient, StateError } from "@/tasks/deploy/state_client.ts";

/** The lease is ours: the journal of the last deployment, and how to keep ours. */
export interface Hold {
  readonly client: StateClient;
  readonly last: Journal | null;
  /** Aborted when the lease has passed to another. */
  readonly lost: AbortSignal;
}

/** Another deployment holds the lease. */
export class TakenError extends Error {
  override name = "TakenError";
}

/** An owner's text: host, process, chance. */
export function ownerName(): string {
  return `${hostname()}/${process.pid}/${crypto.randomUUID().slice(0, 8)}`;
}

/** Whether `owner` is a process of this machine that is gone: it can only be waited for. */
export function isGone(owner: string): boolean {
  const [host, pid] = owner.split("/");
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** Takes the lease; `prepare` makes the store's tables where there are none yet. */
export async function takeLease(
  context: Context,
  release: string,
  prepare: () => Promise<void>,
  signal: AbortSignal,
): Promise<Hold> {
  const { platform, target, owner, report } = context;
  const until = Date.now() + context.waitSeconds * 1_000;
  let patience = until;
  let told = "";
  for (;;) {
    const lost = new AbortController();
    const conversation = platform.converse(release, ["deploy:state"]);
    const client = new StateClient(
      conversation,
      () => lost.abort(new StateError("another deployment holds the lease by now", true)),
    );
    const stop = () => client.abandon();
    signal.addEventListener("abort", stop, { once: true });
    const acquired = await client.acquire(owner, target.leaseSeconds * 1_000).finally(() =>
      signal.removeEventListener("abort", stop)
    );
    if (acquired.kind === "held") return { client, last: acquired.journal, lost: lost.signal };
    await client.close();
    if (acquired.kind === "no schema") {
      await prepare();
      continue;
    }
    const { by, expiresInMs } = acquired;
    // One that was killed gives nothing back; its lease ends by itself.
    if (isGone(by)) patience = Math.max(patience, Date.now() + expiresInMs + 2_000);
    if (Date.now() >= patience) throw new TakenError(`${by} deploys here; --wait SECONDS waits`);
    if (told !== by) report.tell({ step: "lease", state: "note", detail: `waits for ${by}` });
    told = by;
    await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, expiresInMs + 50)));
    signal.throwIfAborted();
  }
}
