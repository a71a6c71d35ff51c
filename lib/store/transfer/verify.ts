import { createHash } from "node:crypto";
import type { Section, TransferKey, TransferStore } from "@/lib/store/ports/transfer_store.ts";
import { canonicalText, compareKeys } from "@/lib/store/transfer/keys.ts";

const LOG_PAGE = 1_000;

/** How much there is, and a SHA-256 over all of it, per section. */
export interface Digest {
  readonly encounters: SectionDigest;
  readonly documents: SectionDigest;
  readonly values: SectionDigest;
}

export interface SectionDigest {
  readonly count: number;
  /** Log entries, of encounters. */
  readonly entries: number;
  readonly sha256: string;
}

/** Reads everything that a store keeps. Equal stores of whatever kind have equal digests. */
export async function digestOf(store: TransferStore): Promise<Digest> {
  return {
    documents: await digestSection(store.documents, ({ ownerId, kind, id }) => [ownerId, kind, id]),
    values: await digestSection(store.values, ({ key }) => [key]),
    encounters: await digestSection(store.encounters, ({ id }) => [id], async (record, add) => {
      let version = 0;
      for (;;) {
        const entries = await store.entriesAfter(record.id, version, LOG_PAGE);
        for (const entry of entries) add(entry);
        const last = entries.at(-1);
        if (last === undefined || last.version >= record.version) return;
        version = last.version;
      }
    }),
  };
}

async function digestSection<Item>(
  section: Section<Item>,
  keyOf: (item: Item) => TransferKey,
  more: (item: Item, add: (part: unknown) => void) => Promise<void> = () => Promise.resolve(),
): Promise<SectionDigest> {
  const hash = createHash("sha256");
  let [count, entries] = [0, 0];
  for await (const stamps of section.stamps()) {
    const items = (await section.read(stamps.map(({ key }) => key)))
      .toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)));
    for (const item of items) {
      count++;
      hash.update(`${canonicalText(item)}\n`);
      await more(item, (part) => {
        entries++;
        hash.update(`${canonicalText(part)}\n`);
      });
    }
  }
  return { count, entries, sha256: hash.digest("hex") };
}

/** Sections in which two stores differ; empty when none. */
export function digestDifferences(a: Digest, b: Digest): string[] {
  return (["encounters", "documents", "values"] as const).filter((name) =>
    canonicalText(a[name]) !== canonicalText(b[name])
  );
}
