import { z } from "zod";

/** The steps of a deployment, in their order. */
export const STEPS = [
  "confirm",
  "source",
  "artefact",
  "upload",
  "config",
  "lease",
  "backup",
  "migrate",
  "start",
  "candidate",
  "promote",
  "verify",
  "smoke",
  "finish",
] as const;
export type StepName = typeof STEPS[number];

export const journalSchema = z.object({
  run: z.string(),
  release: z.string(),
  /** What served before; null when nothing did. */
  previous: z.string().nullable(),
  /** The newest migration before this run; null when there was none or it was not asked. */
  schemaBefore: z.string().nullable(),
  /** True from the moment that migrations may have changed something. */
  migrated: z.boolean(),
  started: z.boolean(),
  /** True from the moment that people may have got answers of the new release. */
  promoted: z.boolean(),
  done: z.array(z.enum(STEPS)),
  state: z.enum(["running", "rolling back", "deployed", "rolled back", "stuck"]),
  startedAt: z.string(),
});

/** What a deployment has done so far; kept in the store, so that another run can go on with it. */
export type Journal = z.infer<typeof journalSchema>;

/** A deployment that ended without a word. */
export type UnfinishedJournal = Journal & { readonly state: "running" | "rolling back" };

/** Whether somebody has to finish it. */
export function isUnfinished(journal: Journal | null): journal is UnfinishedJournal {
  return journal !== null && (journal.state === "running" || journal.state === "rolling back");
}
