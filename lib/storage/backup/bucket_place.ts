import { Readable } from "node:stream";
import type { BackupPlace, KeptFile } from "@/lib/backup/port.ts";
import { DependencyError } from "@/lib/errors.ts";
import { s3, type S3Access, s3Reason } from "@/lib/storage/s3_client.ts";

const PART_BYTES = 8 * 1024 * 1024;
const DAY_MS = 86_400_000;

export interface BucketPlaceOptions extends S3Access {
  readonly bucket: string;
  /** Before every name, without a slash at its end; empty for the bucket itself. */
  readonly prefix: string;
  /** How long the service lets nobody change or delete a file; 0: as the bucket has it. */
  readonly lockDays: number;
  readonly now: () => number;
}

/** Backups in a bucket, uploaded in parts while they are made. */
export class BucketPlace implements BackupPlace {
  readonly title: string;
  #s3: ReturnType<typeof s3> | undefined;

  constructor(readonly options: BucketPlaceOptions) {
    this.title = `s3://${options.bucket}${options.prefix === "" ? "" : `/${options.prefix}`}`;
  }

  async write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const { bucket, lockDays, now } = this.options;
    try {
      const { client } = await this.#open();
      const { Upload } = await import("@aws-sdk/lib-storage");
      const lock = lockDays === 0 ? {} : {
        ObjectLockMode: "COMPLIANCE" as const,
        ObjectLockRetainUntilDate: new Date(now() + lockDays * DAY_MS),
      };
      const upload = new Upload({
        client,
        params: {
          Bucket: bucket,
          Key: this.#key(name),
          Body: Readable.from(bytes, { objectMode: false }),
          ...lock,
        },
        partSize: PART_BYTES,
        queueSize: 2,
        leavePartsOnError: false,
      });
      await upload.done();
    } catch (cause) {
      throw this.#fault(`keep ${name}`, cause);
    }
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    const { bucket } = this.options;
    try {
      const { client, sdk } = await this.#open();
      const { Body } = await client.send(
        new sdk.GetObjectCommand({ Bucket: bucket, Key: this.#key(name) }),
      );
      if (Body === undefined) throw new Error("the answer is empty");
      const reader = Body.transformToWebStream().getReader();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return;
          yield value;
        }
      } finally {
        await reader.cancel().catch(() => {});
      }
    } catch (cause) {
      throw this.#fault(`read ${name}`, cause);
    }
  }

  async list(): Promise<readonly KeptFile[]> {
    const { bucket } = this.options;
    const root = this.#key("");
    try {
      const { client, sdk } = await this.#open();
      const found: KeptFile[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListObjectsV2Command({
            Bucket: bucket,
            Prefix: root,
            ...token === undefined ? {} : { ContinuationToken: token },
          }),
        );
        for (const { Key = "", Size = 0 } of page.Contents ?? []) {
          const name = Key.slice(root.length);
          if (/^[^/]+\/[^/]+$/.test(name)) found.push({ name, size: Size });
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    } catch (cause) {
      throw this.#fault("list the backups", cause);
    }
  }

  async remove(names: readonly string[]): Promise<void> {
    const { bucket } = this.options;
    try {
      const { client, sdk } = await this.#open();
      for (const name of names) {
        await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: this.#key(name) }));
      }
    } catch (cause) {
      throw this.#fault("remove files", cause);
    }
  }

  async sweep(olderThan: number): Promise<number> {
    const { bucket } = this.options;
    try {
      const { client, sdk } = await this.#open();
      const { Uploads = [] } = await client.send(
        new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: this.#key("") }),
      );
      const old = Uploads.filter(({ Initiated }) => (Initiated?.getTime() ?? 0) < olderThan);
      for (const { Key = "", UploadId } of old) {
        await client.send(
          new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }),
        );
      }
      return old.length;
    } catch (cause) {
      throw this.#fault("end interrupted uploads", cause);
    }
  }

  #key(name: string): string {
    const { prefix } = this.options;
    return prefix === "" ? name : `${prefix}/${name}`;
  }

  #open(): ReturnType<typeof s3> {
    return this.#s3 ??= s3(this.options);
  }

  #fault(action: string, cause: unknown): DependencyError {
    if (cause instanceof DependencyError) return cause;
    return new DependencyError(
      "backup",
      `Cannot ${action} in ${this.title}: ${s3Reason(cause)}`,
      { cause },
    );
  }
}
