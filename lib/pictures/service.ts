import { Buffer } from "node:buffer";
import {
  type OwnPicture,
  type PictureChange,
  type PictureList,
  type PictureRequest,
  type PictureTicket,
} from "@/lib/contracts/picture.ts";
import {
  MAX_PICTURE_BYTES,
  MAX_PIXELS,
  PICTURE_SIZES,
  type PictureSize,
} from "@/lib/contracts/picture_limits.ts";
import { ok, type Refusal, refuse, type Result } from "@/lib/errors.ts";
import type { EncodedPicture, PictureEncoder } from "@/lib/pictures/encoder_port.ts";
import { imageHead } from "@/lib/pictures/image_head.ts";
import type { PictureQuota } from "@/lib/pictures/quota.ts";
import {
  MOST_PICTURES,
  ownPictureOf,
  type PictureDocument,
  PictureRecords,
  type StoredPicture,
} from "@/lib/pictures/records.ts";
import type { FileStorage, FormReceiver, SentForm } from "@/lib/storage/port.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";
import type { OwnerId } from "@/lib/store/ports/encounter_store.ts";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";

/** How long a file may be sent after it was asked for. */
const TICKET_MS = 5 * 60_000;
/** The most that one kept size may have. */
const MOST_KEPT_BYTES = 4_000_000;
/** Nothing younger is swept: it may be on its way. */
const SWEPT_AFTER_MS = 60 * 60_000;
const SIZES = Object.keys(PICTURE_SIZES).filter((name): name is PictureSize =>
  Object.hasOwn(PICTURE_SIZES, name)
);

export interface PictureDeps {
  readonly documents: DocumentStore;
  readonly values: KeyValueStore;
  readonly storage: FileStorage;
  /** Where the site takes files in itself; null where browsers send them to a bucket. */
  readonly receiver: FormReceiver | null;
  readonly encoder: PictureEncoder;
  readonly quota: PictureQuota;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** Pictures that people send: asked for, taken into quarantine, looked at, written anew, kept. */
export class Pictures {
  readonly #records: PictureRecords;

  constructor(readonly deps: PictureDeps) {
    this.#records = new PictureRecords(deps.documents);
  }

  /** Reserves the space and says where the file is to be sent. */
  async request(ownerId: OwnerId, asked: PictureRequest): Promise<Result<PictureTicket>> {
    const { now, storage, random } = this.deps;
    const id = Buffer.from(random(16)).toString("hex");
    const expiresAt = now() + TICKET_MS;
    const body: StoredPicture = { state: "expected", ...asked, expiresAt };
    const refused = await this.#write(ownerId, id, body, 0);
    if (refused !== undefined) return refused;
    const { type, bytes: maxBytes } = asked;
    const ticket = await storage.ticket({ key: quarantineKey(id), type, maxBytes, expiresAt });
    return ok({ id, expiresAt, ...ticket });
  }

  /** Takes a form in, where no bucket does. */
  async receive(form: SentForm): Promise<Result<null>> {
    const refused = await this.deps.receiver?.receive(form) ?? null;
    if (this.deps.receiver === null) return refuse("NOT_FOUND", "Files are sent elsewhere.");
    switch (refused) {
      case null:
        return ok(null);
      case "EntityTooLarge":
        return refuse("TOO_LARGE", "The file is larger than was said: choose it again.");
      case "EntityTooSmall":
        return refuse("INVALID_INPUT", "The file is empty: choose another.");
      case "AccessDenied":
        return refuse("FORBIDDEN", "This upload has ended: choose the picture again.");
    }
  }

  /** Looks at what was sent, writes it anew, and keeps that. Asked again, it answers the same. */
  async finish(ownerId: OwnerId, id: string): Promise<Result<OwnPicture>> {
    const { storage } = this.deps;
    const found = await this.#records.find(ownerId, id);
    if (found === null) return GONE;
    const there = ownPictureOf(found);
    if (there !== null) return ok(there);
    const key = quarantineKey(id);
    const bytes = await storage.read(key, MAX_PICTURE_BYTES);
    if (bytes === null) {
      return refuse("NOT_POSSIBLE_NOW", "The file has not arrived: choose the picture again.");
    }
    const encoded = await this.#encode(bytes);
    if (encoded.ok) {
      const kept = await this.#keep(ownerId, found, encoded.value);
      if (kept.ok || kept.code !== "UNAVAILABLE") await storage.remove([key]);
      return kept;
    }
    if (encoded.code !== "UNAVAILABLE") {
      // Nothing will come of it: the space is free again at once.
      await this.#records.remove(ownerId, id);
      await storage.remove([key]);
    }
    return encoded;
  }

  async #encode(bytes: Uint8Array): Promise<Result<EncodedPicture>> {
    const head = imageHead(bytes);
    if (head === undefined) {
      return refuse("UNSUPPORTED_MEDIA", "Choose a PNG, JPEG, WebP or GIF picture.");
    }
    if (head.width * head.height > MAX_PIXELS) {
      const size = `${head.width} × ${head.height}`;
      return refuse("TOO_LARGE", `The picture has ${size} pixels: send at most 25 megapixels.`);
    }
    return await this.deps.encoder.encode(bytes);
  }

  async #keep(
    ownerId: OwnerId,
    found: PictureDocument,
    { width, height, files }: EncodedPicture,
  ): Promise<Result<OwnPicture>> {
    const { storage, values, now, random } = this.deps;
    const name = Buffer.from(random(16)).toString("hex");
    const bytes = SIZES.reduce((sum, size) => sum + files[size].length, 0);
    const body: StoredPicture = {
      state: "ready",
      picture: { name, alt: "", focus: { x: 50, y: 50 } },
      width,
      height,
      bytes,
    };
    // First noted, so that files whose record never came about are found and removed.
    await values.put(noteKey(name), { ownerId, id: found.id, at: now(), kept: false }, 0);
    for (const size of SIZES) await storage.write(fileKey(name, size), files[size], "image/webp");
    const refused = await this.#write(ownerId, found.id, body, found.version);
    if (refused !== undefined) {
      await this.#removeFiles(name);
      const there = await this.#records.find(ownerId, found.id);
      const own = there && ownPictureOf(there);
      return own ? ok(own) : refused;
    }
    await values.put(noteKey(name), { ownerId, id: found.id, at: now(), kept: true }, 1);
    return ok({ ...body.picture, id: found.id, width, height, bytes });
  }

  /** All of an owner's pictures, last changed first, and how much room is left. */
  async list(ownerId: OwnerId): Promise<PictureList> {
    const all = await this.#records.all(ownerId);
    return {
      pictures: all.map(ownPictureOf).filter((candidate) => candidate !== null),
      usedBytes: usedBytes(all, this.deps.now()),
      quotaBytes: await this.deps.quota(ownerId),
    };
  }

  async change(
    ownerId: OwnerId,
    id: string,
    { alt, focus }: PictureChange,
  ): Promise<Result<OwnPicture>> {
    for (;;) {
      const found = await this.#records.find(ownerId, id);
      if (found === null || found.body.state !== "ready") return GONE;
      const { body } = found;
      const picture = {
        ...body.picture,
        ...alt === undefined ? {} : { alt },
        ...focus === undefined ? {} : { focus },
      };
      const changed = { ...body, picture };
      if (!await this.#records.change(ownerId, found, changed, this.deps.now())) continue;
      const { width, height, bytes } = body;
      return ok({ ...picture, id, width, height, bytes });
    }
  }

  /** Removes a picture, its files, or a reservation. What shows it has none from then on. */
  async remove(ownerId: OwnerId, id: string): Promise<Result<null>> {
    const found = await this.#records.find(ownerId, id);
    if (found === null) return GONE;
    if (found.body.state === "ready") await this.#removeFiles(found.body.picture.name);
    await this.#records.remove(ownerId, id);
    await this.deps.storage.remove([quarantineKey(id)]);
    return ok(null);
  }

  /** Removes everything of an owner, before their documents are deleted for good. */
  async removeAll(ownerId: OwnerId): Promise<number> {
    const all = await this.#records.all(ownerId);
    for (const { id } of all) await this.remove(ownerId, id);
    return all.length;
  }

  /** The file of a picture; null when there is none. */
  async file(name: string, size: PictureSize): Promise<Uint8Array<ArrayBuffer> | null> {
    return await this.deps.storage.read(fileKey(name, size), MOST_KEPT_BYTES);
  }

  /** Removes what nobody finished and files that no picture has. Returns how many files. */
  async sweep(): Promise<number> {
    const { storage, values, now } = this.deps;
    const before = now() - SWEPT_AFTER_MS;
    const old = async (folder: string) =>
      (await storage.list(folder)).filter(({ changedAt }) => changedAt < before);
    const gone = (await old("quarantine")).map(({ key }) => key);
    const notes = new Map<string, boolean>();
    for (const { key } of await old("pictures")) {
      const name = /^pictures\/([0-9a-f]{32})-/.exec(key)?.[1] ?? "";
      const known = notes.get(name) ?? isKept((await values.get(noteKey(name)))?.value);
      notes.set(name, known);
      if (!known) gone.push(key);
    }
    await storage.remove(gone);
    for (const [name, kept] of notes) {
      const note = kept ? null : await values.get(noteKey(name));
      if (note !== null) await values.delete(note.key, note.version);
    }
    return gone.length;
  }

  async #removeFiles(name: string): Promise<void> {
    const { storage, values } = this.deps;
    await storage.remove(SIZES.map((size) => fileKey(name, size)));
    const note = await values.get(noteKey(name));
    if (note !== null) await values.delete(note.key, note.version);
  }

  async #write(
    ownerId: OwnerId,
    id: string,
    body: StoredPicture,
    version: number,
  ): Promise<Refusal | undefined> {
    const { quota, now } = this.deps;
    const limit = await quota(ownerId);
    const result = await this.#records.write(ownerId, id, body, now(), version, (others) => {
      if (usedBytes(others, now()) + body.bytes > limit) {
        const mb = Math.floor(limit / 1_000_000);
        return refuse("LIMIT_REACHED", `Your ${mb} MB for pictures are full: remove one first.`);
      }
      if (others.length < MOST_PICTURES) return undefined;
      return refuse("LIMIT_REACHED", `${MOST_PICTURES} pictures are the most: remove one first.`);
    });
    return result === "gone" ? GONE : result;
  }
}

const GONE = refuse("NOT_FOUND", "This picture is not there any more: choose it again.");

/** What counts against the quota: pictures, and what may still be sent. */
function usedBytes(all: readonly PictureDocument[], now: number): number {
  return all.reduce((sum, { body }) => {
    const counts = body.state === "ready" || body.expiresAt > now;
    return counts ? sum + body.bytes : sum;
  }, 0);
}

function quarantineKey(id: string): string {
  return `quarantine/${id}`;
}

function fileKey(name: string, size: PictureSize): string {
  return `pictures/${name}-${size}.webp`;
}

function noteKey(name: string): string {
  return `picture:${name}`;
}

function isKept(note: unknown): boolean {
  return typeof note === "object" && note !== null && "kept" in note && note.kept === true;
}
