/** What an import would write, next to what its owner has: new things only, in a form that is stored in one step. */
import { isDeepStrictEqual } from "node:util";
import type { Character, Party } from "@/lib/contracts/character.ts";
import type {
  DocumentKind,
  DocumentStore,
  DocumentWrite,
  StoredDocument,
} from "@/lib/store/ports/document_store.ts";
import { importSlug } from "./build_block.ts";
import { characterId } from "./character_id.ts";
import type { ImportedItem } from "./format.ts";

/** Characters that one party holds. */
const PARTY_SIZE = 30;
const PAGE = 500;

/** The owner's documents of one kind, by id. */
export type Known = ReadonlyMap<string, StoredDocument>;

/** Reads all documents of a kind; nothing for somebody who has none. */
export async function knownOf(
  documents: DocumentStore,
  owner: string | null,
  kind: DocumentKind,
): Promise<Known> {
  const found = new Map<string, StoredDocument>();
  if (owner === null) return found;
  let last: StoredDocument | undefined;
  for (;;) {
    const after = last && { updatedAt: last.updatedAt, id: last.id };
    const page: readonly StoredDocument[] = await documents.list(owner, kind, {
      limit: PAGE,
      ...after && { after },
    });
    for (const document of page) found.set(document.id, document);
    last = page.at(-1);
    if (page.length < PAGE) return found;
  }
}

/** A body that is to be kept under an id, or word that it is there already. */
export interface Wanted {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly body: unknown;
  readonly version: number;
}

const inBin = (document: StoredDocument): boolean =>
  typeof document.body === "object" && document.body !== null && "deletedAt" in document.body;

/**
 * Places a body: under its own id when that is free, lies in the bin or holds the same (then `undefined`: nothing is
 * to be done), else under `otherId`.
 */
function placed(
  known: Known,
  kind: DocumentKind,
  id: string,
  body: unknown,
  otherId: () => { id: string; body: unknown },
): Wanted | undefined {
  const there = known.get(id);
  if (there === undefined) return { kind, id, body, version: 0 };
  if (inBin(there)) return { kind, id, body, version: there.version };
  if (isDeepStrictEqual(there.body, JSON.parse(JSON.stringify(body)))) return undefined;
  const other = otherId();
  const second = known.get(other.id);
  if (second === undefined) return { kind, ...other, version: 0 };
  return inBin(second) ? { kind, ...other, version: second.version } : undefined;
}

/** A creature's document; undefined when the owner has it already. */
export function creatureWrite(
  known: Known,
  item: ImportedItem & { kind: "creature" },
): Wanted | undefined {
  const { block } = item;
  return placed(known, "stat-block", block.slug, { block }, () => {
    const slug = importSlug(block.name, block.edition, JSON.stringify(block));
    return { id: slug, body: { block: { ...block, id: slug, slug } } };
  });
}

/** The parties that imported characters make: one a folder, cut where a party is full. */
export function partiesOf(items: readonly ImportedItem[], label: string): readonly Party[] {
  const folders = new Map<string, Character[]>();
  for (const item of items) {
    if (item.kind === "character") {
      folders.set(item.folder, [...folders.get(item.folder) ?? [], item.character]);
    }
  }
  return [...folders].flatMap(([folder, all]) =>
    Array.from({ length: Math.ceil(all.length / PARTY_SIZE) }, (_, n): Party => {
      const characters = all.slice(n * PARTY_SIZE, (n + 1) * PARTY_SIZE);
      const name = `${folder.slice(0, 60) || `From ${label}`}${n === 0 ? "" : ` ${n + 1}`}`;
      const id = characterId(JSON.stringify([name, characters.map((character) => character.id)]));
      return { id, name, isDefault: false, campaign: "", characters };
    })
  );
}

/** A party's document; undefined when the owner has it already, changed or not: characters live on. */
export function partyWrite(known: Known, party: Party): Wanted | undefined {
  const there = known.get(party.id);
  if (there === undefined) return { kind: "party", id: party.id, body: { party }, version: 0 };
  return inBin(there)
    ? { kind: "party", id: party.id, body: { party }, version: there.version }
    : undefined;
}

/** A template's document; undefined when one of this id is there. */
export function templateWrite(
  known: Known,
  item: ImportedItem & { kind: "template" },
): Wanted | undefined {
  return known.has(item.id)
    ? undefined
    : { kind: "template", id: item.id, body: item.body, version: 0 };
}

/** The write of what is wanted. */
export function documentWrite(
  owner: string,
  { kind, id, body, version }: Wanted,
  at: number,
): DocumentWrite {
  return { ownerId: owner, kind, id, body, at, expectedVersion: version };
}
