import type { Id } from "@/lib/combat/state.ts";
import { DependencyError } from "@/lib/errors.ts";
import type {
  DocumentKey,
  DocumentKind,
  DocumentStore,
  DocumentWrite,
  PutResult,
  StoredDocument,
} from "@/lib/store/ports/document_store.ts";
import type { OwnerId } from "@/lib/store/ports/encounter_store.ts";

/** What a body is read with: a zod schema of the kind. */
export interface BodySchema<Body> {
  safeParse(value: unknown): { success: true; data: Body } | { success: false; error: unknown };
}

/** The documents of one kind, with bodies of one type. */
export interface Collection<Body> {
  put(write: Omit<DocumentWrite<Body>, "kind">): Promise<PutResult>;
  putMany(writes: readonly Omit<DocumentWrite<Body>, "kind">[]): Promise<PutResult>;
  get(ownerId: OwnerId, id: Id): Promise<StoredDocument<Body> | null>;
  list(
    ownerId: OwnerId,
    page: Parameters<DocumentStore["list"]>[2],
  ): Promise<readonly StoredDocument<Body>[]>;
  count(ownerId: OwnerId): Promise<number>;
  delete(ownerId: OwnerId, id: Id, expectedVersion?: number): Promise<boolean>;
}

/**
 * A typed view of one kind: parties, characters, stat blocks, templates. Bodies are parsed when
 * they are read, so that what an older release wrote is brought to today's form by the schema's
 * defaults, or reported.
 */
export function collection<Body>(
  store: DocumentStore,
  kind: DocumentKind,
  schema: BodySchema<Body>,
): Collection<Body> {
  const typed = (document: StoredDocument): StoredDocument<Body> => {
    const parsed = schema.safeParse(document.body);
    if (parsed.success) return { ...document, body: parsed.data };
    throw new DependencyError("store", `Cannot read a ${kind}: it has another form`, {
      cause: parsed.error,
    });
  };
  const keyOf = (ownerId: OwnerId, id: Id): DocumentKey => ({ ownerId, kind, id });
  return {
    put: (write) => store.put({ ...write, kind }),
    putMany: (writes) => store.putMany(writes.map((write) => ({ ...write, kind }))),
    get: async (ownerId, id) => {
      const document = await store.get(keyOf(ownerId, id));
      return document === null ? null : typed(document);
    },
    list: async (ownerId, page) => (await store.list(ownerId, kind, page)).map(typed),
    count: (ownerId) => store.count(ownerId, kind),
    delete: (ownerId, id, expectedVersion) => store.delete(keyOf(ownerId, id), expectedVersion),
  };
}
