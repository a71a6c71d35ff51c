// Pictures from the request to the kept files, on a real store and a real directory.
import assert from "node:assert/strict";
import sharp from "sharp";
import { imageHead } from "@/lib/pictures/image_head.ts";
import { Pictures } from "@/lib/pictures/service.ts";
import { LocalFiles } from "@/lib/storage/files/local_files.ts";
import { SharpEncoder } from "@/lib/storage/sharp_encoder.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

const MB = 1_000_000;
const OWNER = "owner-1";
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Pictures with a quota, a clock of their own, and what they stand on. */
async function scene(quotaBytes = 100 * MB) {
  const { store, close } = await temporaryStore();
  const folder = await Deno.makeTempDir({ prefix: "tracker-pictures-" });
  const clock = { ms: Date.now() };
  const now = () => clock.ms;
  const storage = new LocalFiles({ folder, secret: random(32), now });
  const pictures = new Pictures({
    documents: store.documents,
    values: store.values,
    storage,
    receiver: storage,
    encoder: new SharpEncoder(),
    quota: () => Promise.resolve(quotaBytes),
    now,
    random,
  });
  const send = async (file: Uint8Array, owner = OWNER) => {
    const asked = await pictures.request(owner, { type: "image/png", bytes: file.length || 1 });
    if (!asked.ok) return asked;
    const received = await pictures.receive({ fields: asked.value.fields, file });
    return received.ok ? await pictures.finish(owner, asked.value.id) : received;
  };
  const files = (name: string) => {
    try {
      return [...Deno.readDirSync(`${folder}/${name}`)].map((item) => item.name);
    } catch {
      return [];
    }
  };
  const end = async () => {
    await close();
    await Deno.remove(folder, { recursive: true });
  };
  return { pictures, storage, store, clock, send, files, [Symbol.asyncDispose]: end };
}

/** A picture with a gradient, and a place that its camera noted. */
async function sample(format: "png" | "jpeg" | "webp" | "gif", width = 700, height = 400) {
  const data = new Uint8Array(width * height * 3).map((_, i) => (i * 7) % 256);
  const image = sharp(data, { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { Copyright: "SECRET-PLACE" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } });
  return new Uint8Array(await image.toFormat(format).toBuffer());
}

Deno.test("each format becomes three sizes of WebP without a word of its metadata", async () => {
  await using it = await scene();
  for (const format of ["png", "jpeg", "webp", "gif"] as const) {
    const sent = await sample(format);
    assert.equal(imageHead(sent)?.type, `image/${format}`);
    assert.deepEqual([imageHead(sent)?.width, imageHead(sent)?.height], [700, 400]);
    const kept = await it.send(sent);
    assert.ok(kept.ok, JSON.stringify(kept));
    assert.deepEqual([kept.value.width, kept.value.height], [700, 400]);
    for (const [size, side] of [["small", 96], ["medium", 480], ["large", 700]] as const) {
      const bytes = await it.pictures.file(kept.value.name, size);
      assert.ok(bytes);
      assert.deepEqual([imageHead(bytes)?.type, imageHead(bytes)?.width], ["image/webp", side]);
      const text = new TextDecoder("latin1").decode(bytes);
      assert.ok(!/SECRET-PLACE|EXIF|Exif|ICCP|XMP/.test(text), `${format} ${size}`);
    }
  }
  assert.equal(it.files("pictures").length, 12);
  assert.deepEqual(it.files("quarantine"), []);
});

Deno.test("what is no picture is refused, its space is free again, nothing of it is kept", async () => {
  await using it = await scene();
  const text = (value: string) => new TextEncoder().encode(value);
  const png = await sample("png");
  const huge = png.slice();
  new DataView(huge.buffer).setUint32(16, 50_000);
  new DataView(huge.buffer).setUint32(20, 50_000);
  const bad: [string, Uint8Array, string][] = [
    [
      "svg",
      text(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
      "UNSUPPORTED_MEDIA",
    ],
    ["html", text("<!doctype html><script>alert(1)</script>"), "UNSUPPORTED_MEDIA"],
    ["pdf", text("%PDF-1.7"), "UNSUPPORTED_MEDIA"],
    ["50,000² head", huge, "TOO_LARGE"],
    ["head alone", png.slice(0, 40), "UNSUPPORTED_MEDIA"],
    [
      "gif head with html",
      text("GIF89a\x01\x00\x01\x00<script>alert(1)</script>"),
      "UNSUPPORTED_MEDIA",
    ],
  ];
  for (const [what, file, code] of bad) {
    const refused = await it.send(file);
    assert.ok(!refused.ok, what);
    assert.equal(refused.code, code, `${what}: ${refused.message}`);
  }
  const empty = await it.send(new Uint8Array());
  assert.ok(!empty.ok && empty.code === "INVALID_INPUT");
  assert.deepEqual([it.files("pictures"), it.files("quarantine")], [[], []]);
});

Deno.test("a polyglot loses all but its pixels; an animated bomb is one frame", async () => {
  await using it = await scene();
  const png = await sample("png", 64, 64);
  const tail = new TextEncoder().encode("<script>alert(document.domain)</script>");
  const kept = await it.send(new Uint8Array([...png, ...tail]));
  assert.ok(kept.ok, JSON.stringify(kept));
  for (const size of ["small", "medium", "large"] as const) {
    const bytes = await it.pictures.file(kept.value.name, size);
    assert.ok(!/script/.test(new TextDecoder("latin1").decode(bytes ?? undefined)));
  }
  const side = 500, frames = 400;
  const still = new Uint8Array(side * side * frames * 3);
  const bomb = await sharp(still, {
    raw: { width: side, height: side * frames, channels: 3, pageHeight: side },
  }).gif().toBuffer();
  const one = await it.send(new Uint8Array(bomb));
  assert.ok(one.ok, JSON.stringify(one));
  assert.deepEqual([one.value.width, one.value.height], [side, side]);
});

Deno.test("5,000 mutated heads: each a picture or a sentence, never a fault", async () => {
  await using it = await scene();
  const encoder = new SharpEncoder();
  const samples = await Promise.all(
    (["png", "jpeg", "webp", "gif"] as const).map((format) => sample(format, 40, 30)),
  );
  let seed = 7;
  const chance = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  let [pictures, refused, heads] = [0, 0, 0];
  for (let n = 0; n < 5_000; n++) {
    const bytes = (samples[n % 4] ?? new Uint8Array()).slice(
      0,
      chance(9) === 0 ? chance(60) : undefined,
    );
    for (let change = chance(6) + 1; change > 0 && bytes.length > 0; change--) {
      bytes[chance(Math.min(bytes.length, 64))] = chance(256);
    }
    const head = imageHead(bytes);
    if (head === undefined || head.width * head.height > 25_000_000) {
      refused++;
      continue;
    }
    heads++;
    const result = await encoder.encode(bytes);
    if (result.ok) pictures++;
    else {
      assert.equal(result.code, "UNSUPPORTED_MEDIA");
      refused++;
    }
  }
  console.log(`${heads} with a head, ${pictures} pictures, ${refused} refused`);
  assert.ok(pictures > 100 && refused > 1_000 && pictures + refused === 5_000);
  assert.deepEqual(it.files("pictures"), []);
});

Deno.test("40 requests at once for room for ten: ten get it, to the byte", async () => {
  await using it = await scene(10 * 1_000_000);
  const asked = await Promise.all(
    Array.from(
      { length: 40 },
      () => it.pictures.request(OWNER, { type: "image/png", bytes: 1_000_000 }),
    ),
  );
  assert.equal(asked.filter(({ ok }) => ok).length, 10);
  for (const result of asked) assert.ok(result.ok || result.code === "LIMIT_REACHED");
  assert.equal((await it.pictures.list(OWNER)).usedBytes, 10_000_000);
  const other = await it.pictures.request("owner-2", { type: "image/png", bytes: 1_000_000 });
  assert.ok(other.ok, "another owner has room of their own");
  // What is not sent in time is free again.
  it.clock.ms += 6 * 60_000;
  assert.equal((await it.pictures.list(OWNER)).usedBytes, 0);
  assert.ok((await it.pictures.request(OWNER, { type: "image/png", bytes: 5_000_000 })).ok);
});

Deno.test("an upload that ends after its room went to another is refused and leaves nothing", async () => {
  const file = await sample("png", 300, 300);
  const encoded = await new SharpEncoder().encode(file);
  assert.ok(encoded.ok);
  const keptBytes = Object.values(encoded.value.files).reduce((sum, { length }) => sum + length, 0);
  // Room for one of them, whichever is larger: the file or what is made of it.
  await using it = await scene(Math.max(file.length, keptBytes) + 10);
  const first = await it.pictures.request(OWNER, { type: "image/png", bytes: file.length });
  assert.ok(first.ok);
  assert.ok((await it.pictures.receive({ fields: first.value.fields, file })).ok);
  it.clock.ms += 6 * 60_000;
  const second = await it.send(file);
  assert.ok(second.ok, JSON.stringify(second));
  const late = await it.pictures.finish(OWNER, first.value.id);
  assert.ok(!late.ok && late.code === "LIMIT_REACHED", JSON.stringify(late));
  const { pictures, usedBytes } = await it.pictures.list(OWNER);
  assert.deepEqual(pictures.map(({ id }) => id), [second.value.id]);
  assert.equal(usedBytes, second.value.bytes);
  assert.equal(it.files("pictures").length, 3);
});

Deno.test("a picture is finished once, changed, and removed with its files", async () => {
  await using it = await scene();
  const file = await sample("jpeg");
  const asked = await it.pictures.request(OWNER, { type: "image/jpeg", bytes: file.length });
  assert.ok(asked.ok);
  const { id, fields } = asked.value;
  assert.ok(!(await it.pictures.finish(OWNER, id)).ok, "nothing was sent yet");
  await it.pictures.receive({ fields, file });
  const [first, again] = await Promise.all([
    it.pictures.finish(OWNER, id),
    it.pictures.finish(OWNER, id),
  ]);
  const done = [first, again].filter((result) => result.ok);
  assert.ok(done.length >= 1);
  const kept = await it.pictures.finish(OWNER, id);
  assert.ok(kept.ok);
  for (const success of done) assert.equal(success.ok && success.value.name, kept.value.name);
  assert.equal(it.files("pictures").length, 3);
  const changed = await it.pictures.change(OWNER, id, { alt: "A dragon", focus: { x: 20, y: 30 } });
  assert.deepEqual(changed.ok && [changed.value.alt, changed.value.focus], [
    "A dragon",
    { x: 20, y: 30 },
  ]);
  assert.ok(!(await it.pictures.change("owner-2", id, { alt: "mine" })).ok);
  assert.ok(!(await it.pictures.remove("owner-2", id)).ok);
  assert.ok((await it.pictures.remove(OWNER, id)).ok);
  assert.deepEqual([it.files("pictures"), (await it.pictures.list(OWNER)).usedBytes], [[], 0]);
  assert.equal(await it.pictures.file(kept.value.name, "small"), null);
  assert.equal((await it.store.values.list("picture:", 10)).length, 0);
});

Deno.test("orphans are swept an hour later, and nothing else", async () => {
  await using it = await scene();
  const kept = await it.send(await sample("png"));
  assert.ok(kept.ok);
  const asked = await it.pictures.request(OWNER, { type: "image/png", bytes: 100 });
  assert.ok(asked.ok);
  await it.pictures.receive({ fields: asked.value.fields, file: new Uint8Array(50) });
  await it.storage.write(`pictures/${"a".repeat(32)}-small.webp`, new Uint8Array(9));
  assert.equal(await it.pictures.sweep(), 0, "it may be on its way");
  it.clock.ms += 2 * 60 * 60_000;
  assert.equal(await it.pictures.sweep(), 2);
  assert.deepEqual(it.files("quarantine"), []);
  assert.equal(it.files("pictures").length, 3);
  assert.ok(await it.pictures.file(kept.value.name, "large"));
});
