import assert from "node:assert/strict";
import { BUFFER_LIMIT, SseConnection } from "./sse_connection.ts";

Deno.test("who does not read is cut at a mebibyte; who reads never is", async () => {
  const slow = new SseConnection();
  const quick = new SseConnection();
  let closed = 0;
  slow.onClose(() => closed++);
  const reader = quick.body.getReader();
  const frame = new Uint8Array(64 * 1024);
  let unread = 0;
  for (let round = 0; round < 40; round++) {
    if (slow.write(frame)) unread += frame.byteLength;
    assert.ok(quick.write(frame));
    assert.equal((await reader.read()).value?.byteLength, frame.byteLength);
  }
  assert.equal(unread, BUFFER_LIMIT);
  assert.equal(closed, 1);
  assert.equal(slow.open, false);
  await assert.rejects(slow.body.getReader().read());
  quick.close();
  assert.equal((await reader.read()).done, true);
});

Deno.test("a reader who leaves is forgotten once", async () => {
  const connection = new SseConnection();
  let closed = 0;
  connection.onClose(() => closed++);
  await connection.body.cancel();
  assert.equal(connection.write(new Uint8Array(1)), false);
  connection.close();
  assert.equal(closed, 1);
});

Deno.test("a greeting of any size reaches its reader, and news come after it", async () => {
  const connection = new SseConnection();
  const big = new Uint8Array(3 * BUFFER_LIMIT);
  assert.ok(connection.write(big, "greeting"));
  assert.ok(connection.write(new Uint8Array(1_000)));
  const reader = connection.body.getReader();
  assert.equal((await reader.read()).value?.byteLength, big.byteLength);
  assert.equal((await reader.read()).value?.byteLength, 1_000);
  connection.close();
});

Deno.test("who is too far behind is told once to load anew, and hears what comes after reading", async () => {
  const connection = new SseConnection();
  const frame = new Uint8Array(64 * 1024);
  const reset = new Uint8Array([1]);
  for (let round = 0; round < 40; round++) connection.writeOr(frame, reset);
  assert.ok(connection.open);
  const reader = connection.body.getReader();
  const read: number[] = [];
  for (let count = 0; count < BUFFER_LIMIT / frame.byteLength + 1; count++) {
    read.push((await reader.read()).value?.byteLength ?? -1);
  }
  assert.deepEqual(read.filter((size) => size === 1), [1]);
  connection.writeOr(new Uint8Array(7), reset);
  assert.equal((await reader.read()).value?.byteLength, 7);
  connection.close();
});
