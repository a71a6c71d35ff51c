import type { S3Client } from "@aws-sdk/client-s3";

/** How an S3 service is reached. */
export interface S3Access {
  /** Absent: AWS itself. */
  readonly endpoint?: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The origin that browsers send files for a bucket to. */
export function bucketOrigin({ endpoint, region }: S3Access, bucket: string): string {
  if (endpoint !== undefined) return new URL(endpoint).origin;
  return `https://${bucket}.s3.${region}.amazonaws.com`;
}

/** How long one request may take to connect, and to be answered between two bytes. */
const CONNECT_MS = 5_000;
const ANSWER_MS = 30_000;

/** The SDK with a client. Loaded when first used: it is larger than the rest of the server. */
export async function s3(access: S3Access) {
  const sdk = await import("@aws-sdk/client-s3");
  const client: S3Client = new sdk.S3Client({
    region: access.region,
    credentials: {
      accessKeyId: access.accessKeyId,
      secretAccessKey: access.secretAccessKey,
    },
    // Services other than AWS have no host name a bucket.
    ...access.endpoint === undefined ? {} : { endpoint: access.endpoint, forcePathStyle: true },
    maxAttempts: 4,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS },
  });
  return { sdk, client };
}

/** The HTTP status of an answer that the SDK threw; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  const status: unknown = Reflect.get(metadata, "httpStatusCode");
  return typeof status === "number" ? status : undefined;
}

/** Why a call failed, in words without a key. */
export function s3Reason(error: unknown): string {
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : "";
  if (name === "NoSuchBucket") return "there is no such bucket";
  if (status === 401 || status === 403) return "the key may not do that, or is wrong";
  if (status === 404) return "it is not there";
  if (status === 429 || status === 503) return "the service asks to wait";
  if (status !== undefined && status >= 500) return `the service answers ${status}`;
  if (/timeout/i.test(name)) return "the service does not answer in time";
  return error instanceof Error ? error.message.slice(0, 200) : String(error);
}
