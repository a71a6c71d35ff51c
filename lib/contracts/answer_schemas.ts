/** What the API answers, as schemas; they describe and are not run over the server's own words. */
import { z } from "zod";
import { ABILITIES, COMBATANT_KINDS, EDITIONS, SIDES, WOUNDS } from "@/lib/combat/vocabulary.ts";

const instant = z.int().describe("Milliseconds since the epoch");
const status = z.enum(["building", "running", "ended"]);
const edition = z.enum(EDITIONS);

export const encounterSummary = z.object({
  id: z.string(),
  name: z.string(),
  status,
  edition,
  version: z.int().describe("Version of the newest log entry"),
  round: z.int(),
  combatants: z.int(),
  shareCode: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  archivedAt: instant.nullable(),
  deletedAt: instant.nullable(),
});

/** Columns instead of rows; see lib/creatures/search_index.ts. */
export const creatureIndex = z.looseObject({
  v: z.literal(1),
  names: z.string().describe("One name a line, in the order of every column"),
});

export const logEntry = z.object({
  version: z.int(),
  commandId: z.string(),
  commandType: z.string(),
  actor: z.looseObject({ kind: z.enum(["dm", "seat", "system"]) }),
  at: instant,
  round: z.int(),
  events: z.array(z.looseObject({ type: z.string() })).describe("What happened, in order"),
});

export const openedEncounter = encounterSummary.extend({
  state: z.looseObject({ id: z.string(), version: z.int(), name: z.string(), edition, status })
    .describe("The whole fight; the fold of its log"),
  log: z.array(logEntry).describe("The newest 100 entries, oldest first"),
});

export const encounterList = z.object({ encounters: z.array(encounterSummary) });
export const logPage = z.object({ version: z.int(), entries: z.array(logEntry) });
export const shareCode = z.object({ code: z.string().nullable() });

export const batchAnswer = z.object({
  version: z.int().describe("Version of the fight after the batch"),
  results: z.array(z.object({
    id: z.string(),
    status: z.enum(["applied", "repeated"]),
    entry: logEntry,
  })),
  refused: z.object({
    index: z.int(),
    id: z.string(),
    code: z.string(),
    message: z.string(),
  }).optional().describe("Where the batch stopped; what came before it is kept"),
});

const hp = z.union([
  z.object({
    show: z.literal("exact"),
    current: z.int(),
    max: z.int(),
    temp: z.int().optional(),
  }),
  z.object({ show: z.literal("bar"), share: z.int() }),
  z.object({ show: z.literal("words"), wound: z.enum(WOUNDS) }),
]);
const life = z.enum(["dying", "stable", "dead", "defeated"]).optional();
const effects = z.record(
  z.string(),
  z.object({
    name: z.string(),
    icon: z.string(),
    reminder: z.string().optional(),
    left: z.int().optional(),
    save: z.enum(ABILITIES).optional(),
  }),
);
const member = z.object({
  name: z.string().optional(),
  label: z.string().optional(),
  color: z.string().optional(),
  hp: hp.optional(),
  ac: z.int().optional(),
  life,
  effects: effects.optional(),
});
const row = member.extend({
  side: z.enum(SIDES),
  kind: z.enum(COMBATANT_KINDS),
  initiative: z.int().optional(),
  delaying: z.literal(true).optional(),
  surprised: z.literal(true).optional(),
  members: z.record(z.string(), member).optional(),
});

const table = z.object({
  name: z.string(),
  edition,
  status,
  round: z.int(),
  active: z.string().optional(),
  next: z.string().optional(),
  order: z.array(z.string()),
  rows: z.record(z.string(), row),
  timer: z.object({
    startedAt: instant,
    pausedFor: z.int(),
    pausedAt: instant.optional(),
    limit: z.int().optional(),
  }).optional(),
  claimable: z.record(z.string(), z.object({ name: z.string(), taken: z.boolean().optional() })),
  showCode: z.boolean(),
});

export const openedView = z.object({
  view: z.object({
    table,
    seat: z.looseObject({ player: z.string() }).optional()
      .describe("The claimed character with its requests and proposals"),
  }),
  version: z.string().describe("Names this table; streams resume from it"),
  now: instant.describe("The server's clock"),
});

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().describe("One sentence that says what to do"),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
