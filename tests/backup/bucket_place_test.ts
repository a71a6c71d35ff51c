import assert from "node:assert/strict";
import { backupPlaceContract } from "@/lib/backup/backup_place_contract.ts";
import { BucketPlace } from "@/lib/storage/backup/bucket_place.ts";
import { s3 } from "@/lib/storage/s3_client.ts";
import { startS3 } from "@/tests/help/s3_server.ts";

async function* few(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode("a small file");
}

/** A place in a new bucket of a server of its own. */
async function bucketPlace(lockDays = 0) {
  const server = await startS3();
  if (server.kind === "missing") return `no S3 server: ${server.reason}`;
  const { client, sdk } = await s3(server);
  await client.send(
    new sdk.CreateBucketCommand({ Bucket: "backups", ObjectLockEnabledForBucket: lockDays > 0 }),
  );
  const options = { ...server, bucket: "backups", prefix: "tracker", lockDays, now: Date.now };
  const close = async () => {
    client.destroy();
    await server[Symbol.asyncDispose]();
  };
  return { place: new BucketPlace(options), options, server, client, sdk, close };
}

backupPlaceContract("bucket", () => bucketPlace(), Deno.test);

Deno.test("a locked bucket lets nobody delete a backup for good", async () => {
  const made = await bucketPlace(1);
  if (typeof made === "string") return console.log(`left out: ${made}`);
  const { place, client, sdk, close } = made;
  try {
    await place.write("one/a", few());
    const { Versions = [] } = await client.send(
      new sdk.ListObjectVersionsCommand({ Bucket: "backups" }),
    );
    const VersionId = Versions[0]?.VersionId;
    assert.ok(VersionId);
    const key = { Bucket: "backups", Key: "tracker/one/a" };
    await assert.rejects(client.send(new sdk.DeleteObjectCommand({ ...key, VersionId })));
    // Pruning hides it; the bytes stay until the lock ends.
    await place.remove(["one/a"]);
    assert.deepEqual(await place.list(), []);
    const { Body } = await client.send(new sdk.GetObjectCommand({ ...key, VersionId }));
    assert.equal(await Body?.transformToString(), "a small file");
  } finally {
    await close();
  }
});

Deno.test("a wrong key, a missing bucket and a dead service are said in a sentence", async () => {
  const made = await bucketPlace();
  if (typeof made === "string") return console.log(`left out: ${made}`);
  const { options, server, close } = made;
  try {
    const wrong = new BucketPlace({ ...options, secretAccessKey: "x".repeat(40) });
    await assert.rejects(wrong.list(), /Cannot list the backups in s3:.+: the key may not do that/);
    const none = new BucketPlace({ ...options, bucket: "nowhere" });
    await assert.rejects(none.write("one/a", few()), /there is no such bucket/);
    await server.kill();
    const dead = new BucketPlace(options);
    await assert.rejects(dead.write("one/a", few()), { name: "DependencyError" });
    await server.restart();
    await dead.write("one/a", few());
    assert.equal((await dead.list()).length, 1);
  } finally {
    await close();
  }
});
