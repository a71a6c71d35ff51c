import type { Config } from "@/lib/config.ts";
import type { Outbox } from "@/lib/email/outbox.ts";
import type { Log } from "@/lib/log.ts";
import type { BillingMeter, JobMeter, RecoveryMeter } from "@/lib/metrics/port.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** What jobs are made of. */
export interface JobParts {
  readonly config: Config;
  readonly store: Store;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly meter?: BillingMeter & JobMeter & RecoveryMeter;
}
