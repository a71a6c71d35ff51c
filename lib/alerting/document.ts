import { z } from "zod";
import type { Lease } from "@/lib/store/ports/lease_store.ts";
import { type AlertStore, CHANNELS, SEVERITIES } from "./port.ts";

const Ms = z.number().int();

const AlertRecord = z.object({
  key: z.string(),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  status: z.enum(["pending", "firing"]),
  summary: z.string(),
  forMs: Ms,
  /** Names the incident from its first breach to its resolve. */
  incident: z.string(),
  since: Ms,
  /** Evaluations in a row that said breach. */
  breaches: z.number().int(),
  /** Since when it has been clear without a break; null while it is not. */
  clearSince: Ms.nullable(),
  /** When people were last told; null: never. Only who was told of the start hears of the end. */
  notifiedAt: Ms.nullable(),
  silenced: z.boolean(),
  inhibited: z.boolean(),
  /** Who works on it since when; null while nobody has said so. */
  acknowledged: z.object({ at: Ms, by: z.string() }).nullable().default(null),
  /** The key under which people were told, when it carries on another's incident. */
  toldAs: z.string().nullable().default(null),
});

/** What can happen to an incident, as its timeline tells it. */
export const INCIDENT_EVENTS = [
  "fires",
  "told",
  "reminded",
  "silenced",
  "part of another",
  "acknowledged",
  "resolved",
] as const;

const Incident = z.object({
  incident: z.string(),
  key: z.string(),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  summary: z.string(),
  startedAt: Ms,
  endedAt: Ms.nullable(),
  events: z.array(z.object({
    at: Ms,
    what: z.enum(INCIDENT_EVENTS),
    /** Who did it or by which channel, where there is somebody. */
    by: z.string().optional(),
  })),
});

const Silence = z.object({
  id: z.string(),
  match: z.string(),
  until: Ms,
  reason: z.string(),
});

const NotifiedAlert = z.object({
  key: z.string(),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  summary: z.string(),
  incident: z.string(),
  since: z.string(),
  kind: z.enum(["firing", "repeat", "resolved"]),
});

const OutboxMessage = z.object({
  id: z.string(),
  channel: z.enum(CHANNELS),
  alerts: z.array(NotifiedAlert),
  createdAt: Ms,
  attempts: z.number().int(),
  nextAttemptAt: Ms,
  /** Nobody else sends it before this time. */
  claimedUntil: Ms,
  lastError: z.string(),
});

/** Everything the alerting remembers. */
export const AlertDocument = z.object({
  format: z.literal(1),
  evaluatedAt: Ms.nullable(),
  alerts: z.array(AlertRecord),
  silences: z.array(Silence),
  outbox: z.array(OutboxMessage),
  /** Messages given up for good, newest last; kept for `status`. */
  givenUp: z.array(z.object({ id: z.string(), channel: z.string(), at: Ms, reason: z.string() })),
  /** What fired lately, oldest first, with its timeline. */
  incidents: z.array(Incident).default([]),
});

export type AlertDocument = z.infer<typeof AlertDocument>;
export type AlertRecord = z.infer<typeof AlertRecord>;
export type Incident = z.infer<typeof Incident>;
export type Silence = z.infer<typeof Silence>;
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** The document before anything happened. */
export function emptyDocument(): AlertDocument {
  return {
    format: 1,
    evaluatedAt: null,
    alerts: [],
    silences: [],
    outbox: [],
    givenUp: [],
    incidents: [],
  };
}

/** Reads the document; an unreadable one is a fault, never silently empty. */
export async function readDocument(
  store: AlertStore,
): Promise<{ version: number; document: AlertDocument }> {
  const stored = await store.read();
  if (!stored) return { version: 0, document: emptyDocument() };
  try {
    return {
      version: stored.version,
      document: AlertDocument.parse(JSON.parse(stored.document)),
    };
  } catch (cause) {
    throw new Error("Cannot read the alerting document: it has another format", { cause });
  }
}

const MAX_TRIES = 20;

/**
 * Reads, changes and writes the document until nobody interferes. `change` returns what the caller
 * wants to know, or null to leave the document as it is.
 *
 * @throws {LeaseLostError} When `lease` was given and has passed to another.
 */
export async function updateDocument<T>(
  store: AlertStore,
  change: (document: AlertDocument) => { document: AlertDocument; value: T } | null,
  lease?: Lease,
): Promise<T | null> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const { version, document } = await readDocument(store);
    const changed = change(document);
    if (!changed) return null;
    if (await store.write(JSON.stringify(changed.document), version, lease)) return changed.value;
  }
  throw new Error("Cannot update the alerting document: too many others are writing");
}
