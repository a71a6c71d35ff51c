import assert from "node:assert/strict";
import { BUFFER_LIMIT, Outlet } from "./sse_connection.ts";

Deno.test("who does not read is cut at a mebibyte; who reads never is", async () => {
  const slow = new Outlet();
  const quick = new Outlet();
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
  const outlet = new Outlet();
  let closed = 0;
  outlet.onClose(() => closed++);
  await outlet.body.cancel();
  assert.equal(outlet.write(new Uint8Array(1)), false);
  outlet.close();
  assert.equal(closed, 1);
});
