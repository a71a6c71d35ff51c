/** The use case of importing: look at a file and report, then store all of it in one step or nothing. */
import { createHash } from "node:crypto";
import { MOST_CREATURES } from "@/lib/bestiary/homebrew.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import { countEncounters } from "@/lib/encounters/plan_room.ts";
import type { Party } from "@/lib/contracts/character.ts";
import { MOST_PARTIES, storedParty } from "@/lib/parties/parties.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import { roughBytes } from "@/lib/encounters/live/rough_bytes.ts";
import type { Quotas } from "@/lib/encounters/quotas.ts";
import { pacing } from "@/lib/pacing.ts";
import type { DocumentKind } from "@/lib/store/ports/document_store.ts";
import type { Plan } from "@/lib/contracts/plan.ts";
import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";
import type { Bundle, Store } from "@/lib/store/ports/store.ts";
import { type FetchDeps, fetchFile } from "./fetch_url.ts";
import { encounterEntries, encounterIdOf } from "./encounter_entries.ts";
import type { ImportReport } from "@/lib/contracts/import_answer.ts";
import type { FileReader } from "./file_reading.ts";
import type { ImportTurn, ImportTurns } from "./import_turns.ts";
import type { FileReading, FileReport, ReadOptions } from "./read_file.ts";
import {
  creatureWrite,
  documentWrite,
  knownOf,
  partiesOf,
  partyWrite,
  templateWrite,
  type Wanted,
} from "./import_writes.ts";

export interface ImportDeps {
  readonly store: Pick<Store, "documents" | "encounters" | "saveBundle">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How files are fetched by address. */
  readonly fetching: FetchDeps;
  /** Reads files where they can do no harm. */
  readonly files: FileReader;
  /** Who may bring a file, and when it is read. */
  readonly turns: ImportTurns;
  /** A refusal when an owner may not have so many bytes more. */
  readonly quotas?: Pick<Quotas, "refusalOfMore" | "added">;
  /** What the owner's plan lets grow; everything where it is absent. */
  readonly limits?: PlanLimits;
}

/** How a file is read; `turn` is what `enter` gave. */
export type ImportOptions = ReadOptions & { readonly turn: ImportTurn };

/** How many things of each kind an import brings. */
export interface ImportCounts {
  readonly creatures: number;
  readonly parties: number;
  readonly encounters: number;
  readonly templates: number;
  /** Things that are there already and stay as they are. */
  readonly known: number;
}

export interface ImportPlan {
  readonly report: FileReport;
  readonly counts: ImportCounts;
}

/** What is ready to be written. */
interface Prepared extends ImportPlan {
  readonly bundle: Bundle;
}

/** A fight with its log, and what the builder keeps beside it. */
type NewEncounter = Bundle["encounters"][number] & { readonly plan?: Plan };

const ATTEMPTS = 3;
const CHANGED =
  "The file has changed since its report. Nothing was stored; have its new report shown first.";

const markOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const NAMES = 60;
const REFUSED = 200;

/** The report that goes to a page or program; `mark` is the file's. */
function answerOf({ report, counts }: ImportPlan, mark: string): ImportReport {
  const refused = report.items.filter((one) => one.outcome === "refused");
  return {
    mark,
    label: report.label,
    counts,
    refused: refused.slice(0, REFUSED).map(({ name, reason }) => ({
      name,
      reason: reason.slice(0, 500),
    })),
    refusedCount: refused.length,
    repeatedCount: report.items.filter((one) => one.outcome === "repeated").length,
    names: report.items.filter((one) => one.outcome === "taken").slice(0, NAMES).map(({ name }) =>
      name
    ),
    notes: report.notes.map((note) => ({ ...note, examples: [...note.examples] })),
  };
}

/** What a file brings, in bytes as the store keeps it, about: it may have come packed. */
async function bytesOf({ items }: FileReading): Promise<number> {
  const pace = pacing();
  let bytes = 0;
  for (const item of items) {
    bytes += roughBytes(item) / 2;
    await pace();
  }
  return bytes;
}

/** Looks at files for their owner and stores what they bring. */
export class Imports {
  constructor(private readonly deps: ImportDeps) {}

  /** Lets somebody bring one file; to be called before anything of it is received. */
  enter(address: string): Result<ImportTurn> {
    return this.deps.turns.enter(address);
  }

  /** A file by its address, from one of the allowed hosts. */
  fetch(address: string): Promise<Result<Uint8Array<ArrayBuffer>>> {
    return fetchFile(address, this.deps.fetching);
  }

  /** Hosts that files are fetched from. */
  get hosts(): readonly string[] {
    return this.deps.fetching.hosts;
  }

  /** What a file would bring; nothing is stored. `owner`: null for somebody who has nothing yet. */
  async plan(
    owner: string | null,
    bytes: Uint8Array<ArrayBuffer>,
    options: ImportOptions,
  ): Promise<Result<ImportReport>> {
    const reading = await this.#read(bytes, options);
    if (!reading.ok) return reading;
    const prepared = await this.#prepare(owner, reading.value);
    return prepared.ok ? ok(answerOf(prepared.value, markOf(bytes))) : prepared;
  }

  /**
   * Stores what a file brings: all of it, or nothing. With the `mark` of a report only the file that the report
   * was about.
   */
  async store(
    owner: string,
    bytes: Uint8Array<ArrayBuffer>,
    options: ImportOptions & {
      readonly mark?: string | undefined;
      /** Whence it comes, as quotas count it. */
      readonly network?: string;
    },
  ): Promise<Result<ImportReport>> {
    const mark = markOf(bytes);
    if (options.mark !== undefined && options.mark !== mark) return refuse("CONFLICT", CHANGED);
    const reading = await this.#read(bytes, options);
    if (!reading.ok) return reading;
    const { quotas, limits } = this.deps;
    const size = await bytesOf(reading.value);
    const full = await quotas?.refusalOfMore(owner, size, options.network);
    if (full !== undefined) return full;
    const save = () => this.#save(owner, reading.value, mark, options.signal);
    const stored = await (limits?.inTurn(owner, save) ?? save());
    if (stored.ok && options.network !== undefined) await quotas?.added(options.network, size);
    return stored;
  }

  async #save(
    owner: string,
    reading: FileReading,
    mark: string,
    signal: AbortSignal | undefined,
  ): Promise<Result<ImportReport>> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const prepared = await this.#prepare(owner, reading);
      if (!prepared.ok) return prepared;
      if (signal?.aborted) break;
      const saved = await this.deps.store.saveBundle(prepared.value.bundle);
      if (saved.kind === "saved") {
        return ok(answerOf(prepared.value, mark));
      }
    }
    return signal?.aborted
      ? refuse("NOT_POSSIBLE_NOW", "The import was cancelled. Nothing was stored.")
      : refuse(
        "CONFLICT",
        "Something of yours changed at the same moment. Nothing was stored; import again.",
      );
  }

  async #read(
    bytes: Uint8Array<ArrayBuffer>,
    { turn, ...options }: ImportOptions,
  ): Promise<Result<FileReading>> {
    const begun = await turn.begin(options.signal);
    return begun.ok ? await this.deps.files.read(bytes, options) : begun;
  }

  /** The writes of a reading against what the owner has now. */
  async #prepare(owner: string | null, { report, items }: FileReading): Promise<Result<Prepared>> {
    const { documents } = this.deps.store;
    const has = (kind: string) => items.some((one) => one.kind === kind);
    const known = async (kind: DocumentKind, wanted: boolean) =>
      wanted ? await knownOf(documents, owner, kind) : new Map();
    const creatures = await known("stat-block", has("creature"));
    const groups = await known("party", has("party") || has("character"));
    const templates = await known("template", has("template"));
    const wanted: (Wanted | undefined)[] = [];
    const pace = pacing();
    for (const item of items) {
      await pace();
      if (item.kind === "creature") wanted.push(creatureWrite(creatures, item));
      else if (item.kind === "template") wanted.push(templateWrite(templates, item));
      else if (item.kind === "party") wanted.push(partyWrite(groups, item.party));
    }
    wanted.push(...partiesOf(items, report.label).map((party) => partyWrite(groups, party)));
    const fresh = wanted.filter((one) => one !== undefined);
    const count = (kind: DocumentKind) => fresh.filter((one) => one.kind === kind).length;
    const problem = tooMany(creatures.size + count("stat-block"), MOST_CREATURES, "creatures") ??
      tooMany(groups.size + count("party"), MOST_PARTIES, "parties");
    if (problem) return problem;
    const encounters = await this.#encounters(owner, items);
    if (!encounters.ok) return encounters;
    const full = await this.#refusalByPlan(owner, {
      creatures: [present(creatures), fresh.filter(isNew("stat-block")).length],
      parties: [present(groups), fresh.filter(isNew("party")).length],
    }, encounters.value);
    if (full !== undefined) return full;
    const plans = encounters.value.flatMap(({ record, plan }): Wanted[] =>
      plan === undefined ? [] : [{ kind: "plan", id: record.id, body: plan, version: 0 }]
    );
    const at = this.deps.now();
    const counts: ImportCounts = {
      creatures: count("stat-block"),
      parties: count("party"),
      templates: count("template"),
      encounters: encounters.value.length,
      known: wanted.length - fresh.length + items.filter((one) => one.kind === "encounter").length -
        encounters.value.length,
    };
    const bundle: Bundle = {
      documents: [...defaulted(fresh, groups.size === 0), ...plans].map((one) =>
        documentWrite(owner ?? "", one, at)
      ),
      encounters: encounters.value.map(({ record, entries }) => ({ record, entries })),
    };
    return ok({ report, counts, bundle });
  }

  /** A refusal when the owner's plan has no room for what the file brings. */
  async #refusalByPlan(
    owner: string | null,
    counted: Readonly<Record<"creatures" | "parties", readonly [used: number, more: number]>>,
    encounters: readonly NewEncounter[],
  ): Promise<Refusal | undefined> {
    const { limits, store } = this.deps;
    if (limits === undefined || !limits.on) return undefined;
    for (const what of ["creatures", "parties"] as const) {
      const [used, more] = counted[what];
      const full = await limits.refusalToGrow(owner, what, () => Promise.resolve(used), more);
      if (full !== undefined) return full;
    }
    const count = () =>
      owner === null ? Promise.resolve(0) : countEncounters(store.encounters, owner);
    const most = Math.max(0, ...encounters.map(({ record }) => record.combatants));
    return await limits.refusalToGrow(owner, "encounters", count, encounters.length) ??
      await limits.refusalToGrow(owner, "participants", () => Promise.resolve(0), most);
  }

  /** Whether a fight that this site exported is the owner's and still there. */
  async #isOwn(owner: string | null, id: string | undefined): Promise<boolean> {
    if (owner === null || id === undefined) return false;
    const there = await this.deps.store.encounters.find(id);
    return there !== null && there.ownerId === owner && there.deletedAt === null;
  }

  /** New fights with their logs; those that are there already are left alone. */
  async #encounters(
    owner: string | null,
    items: FileReading["items"],
  ): Promise<Result<readonly NewEncounter[]>> {
    const encounters: NewEncounter[] = [];
    const found = items.filter((one) => one.kind === "encounter");
    const pace = pacing();
    for (const [n, item] of found.entries()) {
      await pace();
      // A millisecond apart, so that lists keep the file's order and their pages miss none.
      const at = this.deps.now() - (found.length - 1 - n);
      if (await this.#isOwn(owner, item.encounter.id)) continue;
      const first = encounterIdOf(owner ?? "", item.encounter);
      const there = owner === null ? null : await this.deps.store.encounters.find(first);
      if (there !== null && there.deletedAt === null) continue;
      const id = there === null ? first : encounterIdOf(owner ?? "", item.encounter, String(at));
      const made = encounterEntries(id, item.encounter, at);
      if (!made.ok) {
        return refuse(
          "INVALID_INPUT",
          `The fight "${item.encounter.name}" cannot be set up: ${made.message}`,
        );
      }
      const { state, entries } = made.value;
      const record: EncounterRecord = {
        id,
        ownerId: owner ?? "",
        name: state.name,
        status: state.status,
        edition: state.edition,
        createdAt: at,
        updatedAt: at,
        archivedAt: null,
        deletedAt: null,
        version: state.version,
        round: state.round,
        combatants: Object.keys(state.combatants).length,
        shareCode: null,
        codeUsedAt: null,
        endedAt: null,
      };
      const { plan } = item.encounter;
      encounters.push({ record, entries, ...plan === undefined ? {} : { plan } });
    }
    return ok(encounters);
  }
}

const isNew = (kind: DocumentKind) => (one: Wanted) => one.kind === kind && one.version === 0;

/** How many of an owner's documents do not lie in the bin. */
function present(known: ReadonlyMap<string, { readonly body: unknown }>): number {
  const isBinned = (body: unknown) =>
    typeof body === "object" && body !== null && "deletedAt" in body;
  return [...known.values()].filter(({ body }) => !isBinned(body)).length;
}

function partyIn(body: unknown): Party | undefined {
  const parsed = storedParty.safeParse(body);
  return parsed.success ? parsed.data.party : undefined;
}

/** Of somebody who has no party yet, the file's default (or its first one) is the default; else none of them. */
function defaulted(wanted: readonly Wanted[], first: boolean): readonly Wanted[] {
  const parties = wanted.flatMap(({ body, kind }) => kind === "party" ? partyIn(body) ?? [] : []);
  const chosen = first ? parties.find((party) => party.isDefault) ?? parties[0] : undefined;
  return wanted.map((one) => {
    const party = one.kind === "party" ? partyIn(one.body) : undefined;
    return party
      ? { ...one, body: { party: { ...party, isDefault: party.id === chosen?.id } } }
      : one;
  });
}

function tooMany(wanted: number, most: number, what: string): Refusal | undefined {
  return wanted <= most ? undefined : refuse(
    "LIMIT_REACHED",
    `That would make ${wanted} ${what} with those you have; ${most} fit. Nothing was stored.`,
  );
}
