import type { Config } from "@/lib/config.ts";
import { bucketOrigin, type S3Access } from "@/lib/storage/s3_client.ts";

/** The object storage of a configuration; undefined without a key. */
export function s3AccessOf(config: Config): S3Access | undefined {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config;
  if (S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined) return undefined;
  return {
    ...S3_ENDPOINT === undefined ? {} : { endpoint: S3_ENDPOINT },
    region: S3_REGION,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  };
}

/** The origin that pages send files to; undefined where it is the site's own. */
export function uploadOriginOf(config: Config): string | undefined {
  const access = s3AccessOf(config);
  if (access === undefined || config.S3_BUCKET === undefined) return undefined;
  return bucketOrigin(access, config.S3_BUCKET);
}
