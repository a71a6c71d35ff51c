import type { Environment } from "@/tasks/deploy/notify.ts";
import type { Platform } from "@/tasks/deploy/port.ts";
import type { Report } from "@/tasks/deploy/report.ts";
import type { Target } from "@/tasks/deploy/target.ts";

/** What the tasks end with; docs/runbooks/deploy.md has the same table. */
export const EXIT = {
  done: 0,
  /** Nothing that people see was changed. */
  failed: 1,
  usage: 2,
  /** Another deployment is under way. */
  taken: 3,
  /** It failed; the release of before serves again, and answers were looked at. */
  rolledBack: 4,
  /** Going back failed too: somebody was paged. */
  stuck: 5,
  /** Confirmation, working tree, branch or artefact. */
  refused: 6,
  config: 78,
  /** Ctrl-C, and whatever was begun was taken back. */
  interrupted: 130,
} as const;
export type Exit = typeof EXIT[keyof typeof EXIT];

/** What a deployment or a rollback works with. */
export interface Context {
  readonly target: Target;
  readonly platform: Platform;
  readonly env: Environment;
  readonly report: Report;
  /** Aborted by SIGINT and SIGTERM. */
  readonly interrupt: AbortSignal;
  /** Who we are in the lease: host, process and chance. */
  readonly owner: string;
  /** How long to wait for another deployment, in seconds. */
  readonly waitSeconds: number;
  /** Uses the release at its address as people do; a sentence when something is wrong. */
  readonly smoke: (address: string, signal: AbortSignal) => Promise<string>;
}

/** A process was asked to end. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/** The address that stands for the environment in messages. */
export function mainAddress(target: Target): string {
  return Object.values(target.addresses)[0] ?? "";
}
