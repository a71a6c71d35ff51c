import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { DependencyError } from "@/lib/errors.ts";
import {
  type FileStorage,
  type FormReceiver,
  isKey,
  type SentForm,
  type StoredFile,
  type UploadPolicy,
  type UploadTicket,
} from "@/lib/storage/port.ts";

/** Where the site takes in what a directory's tickets allow. */
export const LOCAL_UPLOAD_PATH = "/api/v1/pictures/upload";

const policySchema = z.strictObject({
  key: z.string(),
  type: z.string(),
  maxBytes: z.number(),
  expiresAt: z.number(),
});
const FIELDS = ["key", "Content-Type", "policy", "signature"];

export interface LocalFilesOptions {
  readonly folder: string;
  /** Signs tickets; one of this process is enough, as they end within minutes. */
  readonly secret: Uint8Array;
  readonly now: () => number;
}

/** Files in a directory of one machine, under the same policy as a bucket's. */
export class LocalFiles implements FileStorage, FormReceiver {
  readonly kind = "local" as const;
  readonly uploadOrigin = null;

  constructor(readonly options: LocalFilesOptions) {}

  ticket(policy: UploadPolicy): Promise<UploadTicket> {
    const text = btoa(JSON.stringify(policySchema.parse({ ...policy })));
    const fields = {
      key: policy.key,
      "Content-Type": policy.type,
      policy: text,
      signature: this.#sign(text).toString("hex"),
    };
    return Promise.resolve({ url: LOCAL_UPLOAD_PATH, fields });
  }

  async receive({ fields, file }: SentForm): ReturnType<FormReceiver["receive"]> {
    const policy = this.#policyOf(fields);
    if (policy === undefined || this.options.now() >= policy.expiresAt) return "AccessDenied";
    if (fields["key"] !== policy.key || fields["Content-Type"] !== policy.type) {
      return "AccessDenied";
    }
    if (file.length > policy.maxBytes) return "EntityTooLarge";
    if (file.length === 0) return "EntityTooSmall";
    await this.write(policy.key, file);
    return undefined;
  }

  /** The policy of a form with exactly our fields and our signature; undefined for any other. */
  #policyOf(fields: SentForm["fields"]): UploadPolicy | undefined {
    const { policy: text = "", signature = "" } = fields;
    const names = Object.keys(fields);
    if (names.length !== FIELDS.length || !FIELDS.every((name) => names.includes(name))) return;
    const given = Buffer.from(signature, "hex");
    const own = this.#sign(text);
    if (given.length !== own.length || !timingSafeEqual(given, own)) return;
    return policySchema.parse(JSON.parse(atob(text)));
  }

  async read(key: string, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const path = this.#path(key);
      const { size } = await stat(path);
      if (size > limit) throw new Error(`${size} bytes are more than ${limit}`);
      return new Uint8Array(await readFile(path));
    } catch (cause) {
      if (isMissing(cause)) return null;
      throw fault("read a file", cause);
    }
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(key);
    const half = `${path}.${crypto.randomUUID()}.half`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(half, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(half, path);
    } catch (cause) {
      await rm(half, { force: true }).catch(() => {});
      throw fault("keep a file", cause);
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    try {
      for (const key of keys) await rm(this.#path(key), { force: true });
    } catch (cause) {
      throw fault("remove a file", cause);
    }
  }

  async list(folder: string): Promise<readonly StoredFile[]> {
    try {
      const found: StoredFile[] = [];
      for (const name of await readdir(join(this.options.folder, folder))) {
        const key = `${folder}/${name}`;
        const there = await stat(join(this.options.folder, key)).catch(() => undefined);
        if (there?.isFile()) found.push({ key, size: there.size, changedAt: there.mtimeMs });
      }
      return found;
    } catch (cause) {
      if (isMissing(cause)) return [];
      throw fault("list files", cause);
    }
  }

  async ping(): Promise<void> {
    const key = `probe/${crypto.randomUUID()}`;
    await this.write(key, new Uint8Array([1]));
    await this.remove([key]);
  }

  #path(key: string): string {
    // Half-written files are listed and removed by the sweeping, so their names pass too.
    if (!isKey(key)) throw new RangeError(`${key} is no name of a file`);
    return join(this.options.folder, key);
  }

  #sign(text: string): Buffer {
    return createHmac("sha256", this.options.secret).update(text).digest();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function fault(action: string, cause: unknown): Error {
  if (cause instanceof RangeError || cause instanceof DependencyError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = code === "ENOSPC" ? "the disk is full" : code === "" ? "" : code;
  return new DependencyError("uploads", `Cannot ${action}: ${reason}`.replace(/: $/, ""), {
    cause,
  });
}
