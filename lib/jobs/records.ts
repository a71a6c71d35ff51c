import { z } from "zod";
import type { KeyValueStore, KvResult } from "@/lib/store/ports/kv_store.ts";
import type { Lease } from "@/lib/store/ports/lease_store.ts";
import type { JobStatus } from "./port.ts";

const PREFIX = "jobs/";
/** More jobs than this has no product. */
const MOST = 200;

const moment = z.number().nullable();
const record = z.object({
  everySeconds: z.number(),
  lateAfterSeconds: z.number(),
  knownSince: z.number(),
  startedAt: moment,
  endedAt: moment,
  succeededAt: moment,
  tookMs: moment,
  said: z.string().nullable(),
  failure: z.string().nullable(),
  failures: z.number(),
});

/** A status as it is kept, with the version that the next write expects. */
export interface KeptStatus {
  readonly status: JobStatus;
  readonly version: number;
}

/** Where jobs stand, kept among the store's small values so that all instances see the same. */
export class JobRecords {
  constructor(private readonly values: KeyValueStore) {}

  /** All jobs that an instance has meant to run, by name. */
  async all(): Promise<readonly JobStatus[]> {
    const found = await this.values.list(PREFIX, MOST);
    return found.flatMap(({ key, value }) => {
      const read = record.safeParse(value);
      return read.success ? [{ name: key.slice(PREFIX.length), ...read.data }] : [];
    });
  }

  /** Null when no instance has meant to run it yet. */
  async read(name: string): Promise<KeptStatus | null> {
    const found = await this.values.get(PREFIX + name);
    if (!found) return null;
    return { status: { name, ...record.parse(found.value) }, version: found.version };
  }

  /** Writes only while `lease` stands and nobody else wrote since `version` (0: nobody has). */
  write({ name, ...status }: JobStatus, version: number, lease: Lease): Promise<KvResult> {
    return this.values.put(PREFIX + name, status, version, lease);
  }

  /** Forgets a job that this release does not know, or that is not configured any more. */
  async forget(name: string): Promise<void> {
    const found = await this.values.get(PREFIX + name);
    if (found) await this.values.delete(PREFIX + name, found.version);
  }
}
