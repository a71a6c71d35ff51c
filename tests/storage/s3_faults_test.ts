// A bucket that is busy, that breaks off, or that is not there: a sentence, never half a file.
import assert from "node:assert/strict";
import { S3Files } from "@/lib/storage/files/s3_files.ts";
import { BucketPlace } from "@/lib/storage/backup/bucket_place.ts";

const ACCESS = {
  region: "us-east-1",
  accessKeyId: "AKIATESTTESTTESTTEST",
  secretAccessKey: "x".repeat(40),
  bucket: "uploads",
  now: Date.now,
};

/** A server that answers every request alike; how many there were. */
async function answering(
  answer: (connection: Deno.TcpConn) => Promise<void>,
  work: (endpoint: string, asked: () => number) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let asked = 0;
  const serving = (async () => {
    for await (const connection of listener) {
      asked++;
      await connection.read(new Uint8Array(65_536)).catch(() => null);
      await answer(connection).catch(() => {});
      try {
        connection.close();
      } catch {
        // The client was quicker.
      }
    }
  })();
  try {
    await work(`http://127.0.0.1:${listener.addr.port}`, () => asked);
  } finally {
    listener.close();
    await serving.catch(() => {});
  }
}

const says = (text: string) => async (connection: Deno.TcpConn) =>
  void await connection.write(new TextEncoder().encode(text));
const BUSY = "<Error><Code>SlowDown</Code><Message>wait</Message></Error>";

Deno.test("a bucket that asks to wait is asked again, and then said to be busy", async () => {
  const busy = `HTTP/1.1 503 Slow Down\r\ncontent-type: application/xml\r\n` +
    `content-length: ${BUSY.length}\r\nconnection: close\r\n\r\n${BUSY}`;
  await answering(says(busy), async (endpoint, asked) => {
    const files = new S3Files({ ...ACCESS, endpoint });
    await assert.rejects(files.read("pictures/a", 10), {
      name: "DependencyError",
      message: "Cannot read a file: the service asks to wait",
    });
    assert.equal(asked(), 4);
  });
});

Deno.test("an answer that is cut is no file", async () => {
  const cut = "HTTP/1.1 200 OK\r\ncontent-type: image/webp\r\ncontent-length: 1000\r\n\r\nRIFF";
  await answering(says(cut), async (endpoint) => {
    const files = new S3Files({ ...ACCESS, endpoint });
    await assert.rejects(files.read("pictures/a", 2_000), { name: "DependencyError" });
    const place = new BucketPlace({ ...ACCESS, endpoint, prefix: "", lockDays: 0 });
    const read = async () => {
      let length = 0;
      for await (const piece of place.read("one/part")) length += piece.length;
      return length;
    };
    await assert.rejects(read(), { name: "DependencyError" });
  });
});

Deno.test("a bucket that is not there is said so, without its key", async () => {
  const files = new S3Files({ ...ACCESS, endpoint: "http://127.0.0.1:9" });
  await assert.rejects(files.ping(), (error: Error) => {
    assert.equal(error.name, "DependencyError");
    assert.match(error.message, /^Cannot keep a file: /);
    assert.ok(!error.message.includes(ACCESS.secretAccessKey));
    return true;
  });
});
