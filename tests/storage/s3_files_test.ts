import { filesContract } from "@/lib/storage/files_contract.ts";
import { S3Files } from "@/lib/storage/files/s3_files.ts";
import { s3 } from "@/lib/storage/s3_client.ts";
import { multipart } from "@/tests/help/multipart.ts";
import { startS3 } from "@/tests/help/s3_server.ts";

filesContract("S3", async () => {
  const server = await startS3();
  if (server.kind === "missing") return `no S3 server: ${server.reason}`;
  const { client, sdk } = await s3(server);
  await client.send(new sdk.CreateBucketCommand({ Bucket: "uploads" }));
  return {
    storage: new S3Files({ ...server, bucket: "uploads", now: Date.now }),
    async send({ ticket, fields = {}, file }) {
      const { body, type } = multipart({ ...ticket.fields, ...fields }, file);
      const answer = await fetch(ticket.url, {
        method: "POST",
        body,
        headers: { "content-type": type },
      });
      await answer.body?.cancel();
      return answer.status;
    },
    close: async () => {
      client.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}, Deno.test);
