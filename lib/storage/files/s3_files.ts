import { DependencyError } from "@/lib/errors.ts";
import {
  type FileStorage,
  isKey,
  type StoredFile,
  type UploadPolicy,
  type UploadTicket,
} from "@/lib/storage/port.ts";
import { bucketOrigin, s3, type S3Access, s3Reason, statusOf } from "@/lib/storage/s3_client.ts";

export interface S3FilesOptions extends S3Access {
  readonly bucket: string;
  readonly now: () => number;
}

/** Files in a bucket; browsers send them there themselves, by a form that the bucket checks. */
export class S3Files implements FileStorage {
  readonly kind = "s3" as const;
  readonly uploadOrigin: string;
  #s3: ReturnType<typeof s3> | undefined;

  constructor(readonly options: S3FilesOptions) {
    this.uploadOrigin = bucketOrigin(options, options.bucket);
  }

  ticket({ key, type, maxBytes, expiresAt }: UploadPolicy): Promise<UploadTicket> {
    return this.#call("sign an upload", async (client) => {
      const { createPresignedPost } = await import("@aws-sdk/s3-presigned-post");
      const { url, fields } = await createPresignedPost(client, {
        Bucket: this.options.bucket,
        Key: checked(key),
        Conditions: [["content-length-range", 1, maxBytes], ["eq", "$Content-Type", type]],
        Fields: { "Content-Type": type },
        Expires: Math.max(1, Math.floor((expiresAt - this.options.now()) / 1_000)),
      });
      return { url, fields };
    });
  }

  read(key: string, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#call("read a file", async (client, sdk) => {
      try {
        const { Body, ContentLength = Infinity } = await client.send(
          new sdk.GetObjectCommand({ Bucket: this.options.bucket, Key: checked(key) }),
        );
        if (Body === undefined) throw new Error("the answer is empty");
        if (ContentLength > limit) {
          await Body.transformToWebStream().cancel();
          throw new Error(`${ContentLength} bytes are more than ${limit}`);
        }
        const bytes = new Uint8Array(await Body.transformToByteArray());
        // A connection that is cut ends some clients' streams without a word.
        if (bytes.length !== ContentLength) throw new Error("the answer was cut");
        return bytes;
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    });
  }

  write(key: string, bytes: Uint8Array, type: string): Promise<void> {
    return this.#call("keep a file", async (client, sdk) => {
      await client.send(
        new sdk.PutObjectCommand({
          Bucket: this.options.bucket,
          Key: checked(key),
          Body: bytes,
          ContentType: type,
          ContentDisposition: "attachment",
        }),
      );
    });
  }

  remove(keys: readonly string[]): Promise<void> {
    return this.#call("remove a file", async (client, sdk) => {
      for (const key of keys) {
        await client.send(
          new sdk.DeleteObjectCommand({ Bucket: this.options.bucket, Key: checked(key) }),
        );
      }
    });
  }

  list(folder: string): Promise<readonly StoredFile[]> {
    return this.#call("list files", async (client, sdk) => {
      const found: StoredFile[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListObjectsV2Command({
            Bucket: this.options.bucket,
            Prefix: `${folder}/`,
            ...token === undefined ? {} : { ContinuationToken: token },
          }),
        );
        for (const { Key = "", Size = 0, LastModified } of page.Contents ?? []) {
          found.push({ key: Key, size: Size, changedAt: LastModified?.getTime() ?? 0 });
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    });
  }

  async ping(): Promise<void> {
    const key = `probe/${crypto.randomUUID()}`;
    await this.write(key, new Uint8Array([1]), "application/octet-stream");
    await this.remove([key]);
  }

  async #call<T>(
    action: string,
    work: (
      client: Awaited<ReturnType<typeof s3>>["client"],
      sdk: Awaited<ReturnType<typeof s3>>["sdk"],
    ) => Promise<T>,
  ): Promise<T> {
    try {
      const { client, sdk } = await (this.#s3 ??= s3(this.options));
      return await work(client, sdk);
    } catch (cause) {
      if (cause instanceof RangeError) throw cause;
      throw new DependencyError("uploads", `Cannot ${action}: ${s3Reason(cause)}`, { cause });
    }
  }
}

function checked(key: string): string {
  if (!isKey(key)) throw new RangeError(`${key} is no name of a file`);
  return key;
}
