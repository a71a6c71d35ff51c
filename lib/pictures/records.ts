import { z } from "zod";
import { pictureSchema } from "@/lib/contracts/picture.ts";
import { MAX_PICTURE_BYTES, PICTURE_TYPES } from "@/lib/contracts/picture_limits.ts";
import type { OwnPicture } from "@/lib/contracts/picture.ts";
import { DependencyError } from "@/lib/errors.ts";
import type { DocumentStore, StoredDocument } from "@/lib/store/ports/document_store.ts";
import type { OwnerId } from "@/lib/store/ports/encounter_store.ts";

/** The most pictures that an owner may have: all are looked at to know what is used. */
export const MOST_PICTURES = 500;
/** The one document that every change of what is used goes through, so that none is missed. */
const USAGE_ID = "usage";

/** What is kept of a picture: asked for, or there. */
const stored = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("expected"),
    type: z.enum(PICTURE_TYPES),
    bytes: z.int().min(1).max(MAX_PICTURE_BYTES),
    expiresAt: z.number(),
  }),
  z.object({
    state: z.literal("ready"),
    picture: pictureSchema,
    width: z.number(),
    height: z.number(),
    /** All three sizes together. */
    bytes: z.number(),
  }),
]);
export type StoredPicture = z.infer<typeof stored>;
export type PictureDocument = StoredDocument<StoredPicture>;

function typed(document: StoredDocument): PictureDocument {
  const parsed = stored.safeParse(document.body);
  if (parsed.success) return { ...document, body: parsed.data };
  throw new DependencyError("store", "Cannot read a picture: it has another form", {
    cause: parsed.error,
  });
}

/** What a person sees of a picture that is there; null for one that was only asked for. */
export function ownPictureOf({ id, body }: PictureDocument): OwnPicture | null {
  if (body.state !== "ready") return null;
  const { picture, width, height, bytes } = body;
  return { ...picture, id, width, height, bytes };
}

/** The pictures of owners, with a use of space that is exact however many requests run at once. */
export class PictureRecords {
  constructor(readonly documents: DocumentStore) {}

  async all(ownerId: OwnerId): Promise<readonly PictureDocument[]> {
    return (await this.documents.list(ownerId, "picture", { limit: MOST_PICTURES })).map(typed);
  }

  async find(ownerId: OwnerId, id: string): Promise<PictureDocument | null> {
    const found = await this.documents.get({ ownerId, kind: "picture", id });
    return found === null ? null : typed(found);
  }

  /**
   * Writes a picture if `fits` says so of what all others use. Whoever wrote since the look makes
   * it look again: the usage document is written along, at the version that was seen.
   *
   * @returns What `fits` refused with, "gone" when the picture changed meanwhile, or undefined.
   */
  async write<R>(
    ownerId: OwnerId,
    id: string,
    body: StoredPicture,
    at: number,
    expectedVersion: number,
    fits: (others: readonly PictureDocument[]) => R | undefined,
  ): Promise<R | "gone" | undefined> {
    for (;;) {
      const usage = await this.documents.get({ ownerId, kind: "picture-usage", id: USAGE_ID });
      const others = (await this.all(ownerId)).filter((document) => document.id !== id);
      const refused = fits(others);
      if (refused !== undefined) return refused;
      const result = await this.documents.putMany([
        {
          ownerId,
          kind: "picture-usage",
          id: USAGE_ID,
          body: {},
          at,
          expectedVersion: usage?.version ?? 0,
        },
        { ownerId, kind: "picture", id, body, at, expectedVersion },
      ]);
      if (result.kind === "saved") return undefined;
      if (result.id === id) return "gone";
    }
  }

  /** Changes what does not count as use; false when it changed meanwhile. */
  async change(ownerId: OwnerId, document: PictureDocument, body: StoredPicture, at: number) {
    const { id, version: expectedVersion } = document;
    const result = await this.documents.put({
      ownerId,
      kind: "picture",
      id,
      body,
      at,
      expectedVersion,
    });
    return result.kind === "saved";
  }

  remove(ownerId: OwnerId, id: string): Promise<boolean> {
    return this.documents.delete({ ownerId, kind: "picture", id });
  }
}
