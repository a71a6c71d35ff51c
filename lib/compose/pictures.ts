import { join } from "node:path";
import { s3AccessOf } from "@/lib/compose/s3_access.ts";
import type { Config } from "@/lib/config.ts";
import { defaultQuota } from "@/lib/pictures/quota.ts";
import { Pictures } from "@/lib/pictures/service.ts";
import { LocalFiles } from "@/lib/storage/files/local_files.ts";
import { S3Files } from "@/lib/storage/files/s3_files.ts";
import { SharpEncoder } from "@/lib/storage/sharp_encoder.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** The bucket of a configuration; undefined where files are kept in `DATA_DIR`. */
function bucketOf(config: Config): S3Files | undefined {
  const access = s3AccessOf(config);
  if (access === undefined || config.S3_BUCKET === undefined) return undefined;
  return new S3Files({ ...access, bucket: config.S3_BUCKET, now: Date.now });
}

/** Where the files of a configuration are kept. */
export function storageOf(config: Config): LocalFiles | S3Files {
  return bucketOf(config) ?? new LocalFiles({
    folder: join(config.DATA_DIR, "files"),
    secret: crypto.getRandomValues(new Uint8Array(32)),
    now: Date.now,
  });
}

/** Pictures in the bucket of the configuration, or in `DATA_DIR` without one. */
export function composePictures(
  config: Config,
  { documents, values }: Pick<Store, "documents" | "values">,
): Pictures {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const storage = storageOf(config);
  return new Pictures({
    documents,
    values,
    storage,
    receiver: storage instanceof LocalFiles ? storage : null,
    encoder: new SharpEncoder(),
    quota: defaultQuota,
    now: Date.now,
    random,
  });
}
