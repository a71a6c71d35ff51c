/** The use case of exporting: everything that is a visitor's, in the form they ask for. */
import { planSchema, templateSchema } from "@/lib/contracts/plan.ts";
import type { Encounters } from "@/lib/encounters/encounters.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import type { Parties } from "@/lib/parties/parties.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";
import type { Creatures } from "@/lib/bestiary/creatures.ts";
import type { ImportedEncounter } from "./format.ts";
import { knownOf } from "./import_writes.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { csvExport } from "./formats/csv/write.ts";
import { improvedExport } from "./formats/improved_initiative/write.ts";
import { markdownExport } from "./formats/markdown/write.ts";
import { exportedEncounter, ownExport } from "./formats/native/write.ts";
import { ownFileSchema } from "./formats/native/schema.ts";

export const EXPORTS = ["json", "improved-initiative", "markdown", "csv"] as const;
export type ExportFormat = typeof EXPORTS[number];

/** A file for somebody to keep. */
export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

export interface ExportDeps {
  readonly creatures: Creatures;
  readonly parties: Parties;
  readonly encounters: Encounters;
  readonly documents: DocumentStore;
  readonly now: () => number;
}

const FIGHTS_A_PAGE = 100;

export class Exports {
  constructor(private readonly deps: ExportDeps) {}

  /** The JSON Schema of the own format. */
  schema(id: string): Record<string, unknown> {
    return ownFileSchema(id);
  }

  /** Everything of an account: creatures, parties, templates and fights. */
  async account(who: Visitor, schemaUrl: string): Promise<ExportedFile> {
    const { creatures, parties, documents } = this.deps;
    const templates = [...(await knownOf(documents, who.ownerId, "template")).values()].flatMap(
      ({ id, body }) => {
        const template = templateSchema.safeParse(body);
        return template.success ? [{ id, template: template.data }] : [];
      },
    );
    const text = ownExport(
      {
        creatures: sorted(await creatures.homebrew.list(who.ownerId)),
        parties: (await parties.list(who.ownerId)).toSorted((a, b) => a.id < b.id ? -1 : 1),
        templates: templates.toSorted((a, b) => a.id < b.id ? -1 : 1),
        encounters: await this.#ownEncounters(who),
      },
      schemaUrl,
      new Date(this.deps.now()).toISOString(),
    );
    return { name: "encounter-tracker.json", type: "application/json", text };
  }

  /** The visitor's own creatures, in one of the forms; characters too where the form has them. */
  async creatures(who: Visitor, format: ExportFormat, schemaUrl: string): Promise<ExportedFile> {
    const blocks = sorted(await this.deps.creatures.homebrew.list(who.ownerId));
    const parties = format === "improved-initiative"
      ? await this.deps.parties.list(who.ownerId)
      : [];
    return this.#file(
      "creatures",
      blocks,
      format,
      schemaUrl,
      parties.flatMap((party) => party.characters),
    );
  }

  /** One creature, built in or the visitor's own; undefined when there is none. */
  async creature(
    who: Visitor,
    slug: string,
    format: ExportFormat,
    schemaUrl: string,
  ): Promise<ExportedFile | undefined> {
    const block = await this.deps.creatures.block(who.ownerId, slug);
    return block && this.#file(block.slug, [block], format, schemaUrl, []);
  }

  #file(
    name: string,
    blocks: readonly StatBlock[],
    format: ExportFormat,
    schemaUrl: string,
    characters: Parameters<typeof improvedExport>[1],
  ): ExportedFile {
    switch (format) {
      case "json": {
        const at = new Date(this.deps.now()).toISOString();
        return {
          name: `${name}.json`,
          type: "application/json",
          text: ownExport({ creatures: blocks }, schemaUrl, at),
        };
      }
      case "improved-initiative":
        return {
          name: `improved-initiative-${name}.json`,
          type: "application/json",
          text: improvedExport(blocks, characters),
        };
      case "markdown":
        return {
          name: `${name}.md`,
          type: "text/markdown; charset=utf-8",
          text: markdownExport(blocks),
        };
      case "csv":
        return { name: `${name}.csv`, type: "text/csv; charset=utf-8", text: csvExport(blocks) };
    }
  }

  /** Every fight that is not deleted, oldest first, as it can be set up again. */
  async #ownEncounters(who: Visitor): Promise<readonly ImportedEncounter[]> {
    const { encounters, documents } = this.deps;
    const ids: string[] = [];
    for (const which of ["open", "archived"] as const) {
      let before: number | undefined;
      for (;;) {
        const page = await encounters.list(who, {
          which,
          limit: FIGHTS_A_PAGE,
          ...before === undefined ? {} : { before },
        });
        ids.push(...page.map(({ id }) => id));
        before = page.at(-1)?.updatedAt;
        if (page.length < FIGHTS_A_PAGE) break;
      }
    }
    const exported: ImportedEncounter[] = [];
    for (const id of ids.toReversed()) {
      const opened = await encounters.open(who, id);
      if (!opened.ok) continue;
      const kept = await documents.get({ ownerId: opened.value.record.ownerId, kind: "plan", id });
      const plan = planSchema.safeParse(kept?.body);
      // Fights of the same day are named by ids that mean nothing in another account.
      exported.push({
        id,
        ...exportedEncounter(opened.value.state),
        ...plan.success ? { plan: { ...plan.data, day: [] } } : {},
      });
    }
    return exported;
  }
}

const sorted = (blocks: readonly StatBlock[]) =>
  blocks.toSorted((a, b) => a.slug < b.slug ? -1 : 1);
