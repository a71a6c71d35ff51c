/** A visitor's own creatures: kept as documents, deleted ones for a while so that they can come back. */
import { z } from "zod";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";
import type { StoredDocument } from "@/lib/store/ports/document_store.ts";
import { statBlock } from "./homebrew_schema.ts";
import { summaryOf } from "./srd_data.ts";
import { slugOf } from "@/lib/creatures/search_index.ts";
import type { StatBlock, Summary } from "@/lib/creatures/stat_block.ts";

/** What is stored under the kind "stat-block". */
export interface StoredCreature {
  readonly block: StatBlock;
  /** Since when it lies in the bin; absent: it does not. */
  readonly deletedAt?: number;
}

export const storedCreature: z.ZodType<StoredCreature> = z.strictObject({
  block: statBlock,
  deletedAt: z.number().exactOptional(),
});

export interface HomebrewDeps {
  readonly documents: Collection<StoredCreature>;
  /** What the owner's plan lets grow; everything where it is absent. */
  readonly limits?: PlanLimits;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Fills a new array of `length` with randomness. */
  readonly random: (length: number) => Uint8Array;
}

/** A creature with the version that a later change has to name. */
export interface OwnCreature {
  readonly block: StatBlock;
  readonly version: number;
}

export const MOST_CREATURES = 5_000;
const PAGE = 500;

const GONE = refuse("NOT_FOUND", "That creature is not here. Open the bestiary to find it.");

export class Homebrew {
  constructor(private readonly deps: HomebrewDeps) {}

  /** The visitor's creature of this slug, unless it is in the bin. */
  async find(owner: string | null, slug: string): Promise<StatBlock | undefined> {
    return (await this.open(owner, slug))?.block;
  }

  /** The same with its version. */
  async open(owner: string | null, slug: string): Promise<OwnCreature | undefined> {
    const kept = await this.#get(owner, slug);
    if (kept === null || kept.body.deletedAt !== undefined) return undefined;
    return { block: kept.body.block, version: kept.version };
  }

  /** All of a visitor's creatures, last changed first. */
  async list(owner: string | null): Promise<readonly StatBlock[]> {
    if (owner === null) return [];
    const found: StoredDocument<StoredCreature>[] = [];
    for (;;) {
      const last = found.at(-1);
      const after = last && { updatedAt: last.updatedAt, id: last.id };
      const page = await this.deps.documents.list(owner, { limit: PAGE, ...after && { after } });
      found.push(...page);
      if (page.length < PAGE) break;
    }
    return found.filter(({ body }) => body.deletedAt === undefined).map(({ body }) => body.block);
  }

  async summaries(owner: string | null): Promise<readonly Summary[]> {
    return (await this.list(owner)).map(summaryOf);
  }

  /** Keeps a new creature under a slug of its own. */
  async create(owner: string, block: StatBlock): Promise<Result<StatBlock>> {
    if (await this.deps.documents.count(owner) >= MOST_CREATURES) {
      return refuse("LIMIT_REACHED", "That is as many creatures as fit. Delete one first.");
    }
    const slug = `${slugOf(block.name, block.edition).slice(0, 90)}-${this.#tail()}`;
    const made = { ...block, id: slug, slug };
    return await this.#grow(owner, () => this.#put(owner, { block: made }, 0));
  }

  /** Does what adds a creature, where the plan has room for one more. */
  #grow<T>(owner: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    const count = async () => (await this.list(owner)).length;
    return this.deps.limits?.grow(owner, "creatures", count, work) ?? work();
  }

  /** Changes a creature; `version` is the one that was seen. */
  async change(owner: string, block: StatBlock, version: number): Promise<Result<StatBlock>> {
    const known = await this.open(owner, block.slug);
    return known === undefined ? GONE : await this.#put(owner, { block }, version);
  }

  /** The creature of this slug if it lies in the bin. */
  async binned(owner: string | null, slug: string | null): Promise<StatBlock | null> {
    const kept = slug === null ? null : await this.#get(owner, slug);
    return kept?.body.deletedAt === undefined ? null : kept.body.block;
  }

  /** Puts a creature into the bin, or takes it out again. */
  async remove(owner: string | null, slug: string, deleted: boolean): Promise<Result<StatBlock>> {
    const kept = await this.#get(owner, slug);
    if (kept === null || owner === null) return GONE;
    const { block } = kept.body;
    if (deleted) {
      return await this.#put(owner, { block, deletedAt: this.deps.now() }, kept.version);
    }
    const back = () => this.#put(owner, { block }, kept.version);
    return kept.body.deletedAt === undefined ? await back() : await this.#grow(owner, back);
  }

  async #put(owner: string, body: StoredCreature, version: number): Promise<Result<StatBlock>> {
    const parsed = statBlock.safeParse(body.block);
    if (!parsed.success) return invalid(parsed.error);
    const saved = await this.deps.documents.put({
      ownerId: owner,
      id: body.block.slug,
      body: { ...body, block: parsed.data },
      at: this.deps.now(),
      expectedVersion: version,
    });
    return saved.kind === "saved" ? ok(parsed.data) : refuse(
      "CONFLICT",
      "This creature was changed on another device. Open it again to see the newer figures.",
    );
  }

  async #get(
    owner: string | null,
    slug: string,
  ): Promise<StoredDocument<StoredCreature> | null> {
    return owner === null ? null : await this.deps.documents.get(owner, slug);
  }

  /** Letters that keep two creatures of one name apart. */
  #tail(): string {
    const letters = "abcdefghjkmnpqrstuvwxyz23456789";
    return Array.from(this.deps.random(6), (byte) => letters[byte % letters.length]).join("");
  }
}

function invalid(error: z.ZodError): Refusal {
  const issues = error.issues.slice(0, 20)
    .map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  const [first] = issues;
  return refuse("INVALID_INPUT", `${first?.path ?? ""}: ${first?.message ?? "not valid"}`, issues);
}
