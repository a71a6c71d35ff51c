// A picture on its way from Chromium into a bucket, by the form that the bucket checks.
import assert from "node:assert/strict";
import sharp from "sharp";
import { s3 } from "@/lib/storage/s3_client.ts";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, startBrowser } from "@/tests/help/browser.ts";
import { startS3 } from "@/tests/help/s3_server.ts";

Deno.test("with a bucket the browser sends the file there, and the site serves what it made", async () => {
  const server = await startS3();
  if (server.kind === "missing") return console.log(`left out: no S3 server: ${server.reason}`);
  await using _server = server;
  const { client, sdk } = await s3(server);
  await client.send(new sdk.CreateBucketCommand({ Bucket: "uploads" }));
  await client.send(
    new sdk.PutBucketCorsCommand({
      Bucket: "uploads",
      CORSConfiguration: {
        CORSRules: [{ AllowedMethods: ["POST"], AllowedOrigins: ["*"], AllowedHeaders: ["*"] }],
      },
    }),
  );
  await using app = await startApp({
    env: {
      S3_ENDPOINT: server.endpoint,
      S3_ACCESS_KEY_ID: server.accessKeyId,
      S3_SECRET_ACCESS_KEY: server.secretAccessKey,
      S3_BUCKET: "uploads",
    },
  });
  await using browser = await startBrowser();
  const { page } = await newPerson(browser);
  await page.goto(`${app.origin}/join`);
  const noise = new Uint8Array(300 * 200 * 3).map(() => Math.random() * 256);
  const raw = { width: 300, height: 200, channels: 3 } as const;
  const png = [...await sharp(noise, { raw }).png().toBuffer()];
  const seen = await page.evaluate(async (bytes) => {
    const json = { "content-type": "application/json" };
    const file = new Blob([new Uint8Array(bytes)], { type: "image/png" });
    const asked = await (await fetch("/api/v1/pictures", {
      method: "POST",
      headers: json,
      body: JSON.stringify({ type: "image/png", bytes: file.size }),
    })).json();
    const send = async (blob: Blob) => {
      const form = new FormData();
      for (const [key, value] of Object.entries(asked.fields)) form.set(key, String(value));
      form.set("file", blob);
      return (await fetch(asked.url, { method: "POST", body: form })).status;
    };
    const tooLarge = await send(new Blob([file, "one byte more"], { type: "image/png" }));
    const sent = await send(file);
    const finish = () =>
      fetch(`/api/v1/pictures/${asked.id}/finish`, { method: "POST", headers: json, body: "{}" });
    const done = await (await finish()).json();
    const large = await fetch(`/pictures/${done.name}-large.webp`);
    return {
      elsewhere: new URL(asked.url).origin !== location.origin,
      tooLarge,
      sent,
      width: done.width,
      type: large.headers.get("content-type"),
      // The ticket still stands: what is sent again is in quarantine and changes nothing.
      again: await send(file),
      same: (await (await finish()).json()).name === done.name,
    };
  }, png);
  assert.deepEqual(seen, {
    elsewhere: true,
    tooLarge: 400,
    sent: 204,
    width: 300,
    type: "image/webp",
    again: 204,
    same: true,
  });
  const { Contents = [] } = await client.send(new sdk.ListObjectsV2Command({ Bucket: "uploads" }));
  const kept = Contents.map(({ Key = "" }) => Key).filter((key) => key.startsWith("pictures/"));
  assert.equal(kept.length, 3);
  client.destroy();
});
