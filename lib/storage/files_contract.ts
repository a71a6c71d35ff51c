/** What every storage of files has to do; each adapter runs it. */
import assert from "node:assert/strict";
import type { FileStorage, UploadTicket } from "@/lib/storage/port.ts";

/** A file as a browser sends it. Fields may be changed, left out or added. */
export interface Sending {
  readonly ticket: UploadTicket;
  readonly fields?: Readonly<Record<string, string | undefined>>;
  readonly file: Uint8Array;
  /** The file's own content type within the form. */
  readonly type?: string;
}

export interface StorageUnderTest {
  readonly storage: FileStorage;
  /** Sends a form; the HTTP status of the answer. */
  send(sending: Sending): Promise<number>;
  close(): Promise<void>;
}

const MINUTE = 60_000;
const bytes = (length: number) => new Uint8Array(length).map((_, i) => i % 251);

/** Registers the suite; `make` gives an empty storage, or a reason why there is none. */
export function filesContract(
  name: string,
  make: () => Promise<StorageUnderTest | string>,
  register: (name: string, test: () => Promise<void>) => void,
): void {
  const step = (what: string, work: (under: StorageUnderTest) => Promise<void>) =>
    register(`${name}: ${what}`, async () => {
      const made = await make();
      if (typeof made === "string") return console.log(`left out: ${made}`);
      try {
        await work(made);
      } finally {
        await made.close();
      }
    });
  const policy = { key: "quarantine/abc", type: "image/png", maxBytes: 1_000 };
  const soon = () => Date.now() + 5 * MINUTE;

  step("what is written is read, replaced, listed and removed", async ({ storage }) => {
    assert.equal(await storage.read("pictures/none", 10), null);
    assert.deepEqual(await storage.list("pictures"), []);
    await storage.write("pictures/a-small.webp", bytes(10), "image/webp");
    await storage.write("pictures/a-small.webp", bytes(700), "image/webp");
    await storage.write("pictures/b-small.webp", bytes(5), "image/webp");
    await storage.write("quarantine/c", bytes(5), "image/webp");
    assert.deepEqual(await storage.read("pictures/a-small.webp", 700), bytes(700));
    await assert.rejects(storage.read("pictures/a-small.webp", 699), { name: "DependencyError" });
    const listed = await storage.list("pictures");
    assert.deepEqual(listed.map(({ key, size }) => [key, size]).sort(), [
      ["pictures/a-small.webp", 700],
      ["pictures/b-small.webp", 5],
    ]);
    assert.ok(listed.every(({ changedAt }) => Math.abs(changedAt - Date.now()) < MINUTE));
    await storage.remove(["pictures/a-small.webp", "pictures/none"]);
    assert.equal(await storage.read("pictures/a-small.webp", 700), null);
  });

  step("a key that names another place is a mistake of ours", async ({ storage }) => {
    for (
      const key of ["../up", "pictures/../up", "/root", "a", "pictures/a/b", "pictures/.x", "P/a"]
    ) {
      const write = async () => await storage.write(key, bytes(1), "image/webp");
      await assert.rejects(write(), RangeError, key);
    }
  });

  step("a form of exactly the ticket's is taken", async ({ storage, send }) => {
    const ticket = await storage.ticket({ ...policy, expiresAt: soon() });
    assert.equal(await send({ ticket, file: bytes(1_000) }), 204);
    assert.deepEqual(await storage.read(policy.key, 1_000), bytes(1_000));
  });

  step("anything else is refused and leaves nothing", async ({ storage, send }) => {
    const ticket = await storage.ticket({ ...policy, expiresAt: soon() });
    const other = await storage.ticket({ ...policy, key: "quarantine/other", expiresAt: soon() });
    const policyField = Object.keys(ticket.fields).find((key) => /^policy$/i.test(key)) ?? "";
    const signature = Object.keys(ticket.fields).find((key) => /signature$/i.test(key)) ?? "";
    const wider = btoa(atob(ticket.fields[policyField] ?? "").replace("1000", "9000"));
    const flipped = (ticket.fields[signature] ?? "").replace(
      /.$/,
      (last) => last === "0" ? "1" : "0",
    );
    const file = bytes(20);
    const cases: [string, Omit<Sending, "ticket">][] = [
      ["too large", { file: bytes(1_001) }],
      ["empty", { file: bytes(0) }],
      ["another key", { file, fields: { key: "quarantine/xyz" } }],
      ["a key above", { file, fields: { key: "../abc" } }],
      ["another type", { file, fields: { "Content-Type": "text/html" } }],
      ["no type", { file, fields: { "Content-Type": undefined } }],
      ["a field more", { file, fields: { acl: "public-read" } }],
      ["a wider policy", { file: bytes(5_000), fields: { [policyField]: wider } }],
      ["another signature", { file, fields: { [signature]: flipped } }],
      ["another ticket's policy", {
        file,
        fields: { [policyField]: other.fields[policyField] },
      }],
    ];
    for (const [what, sending] of cases) {
      const status = await send({ ticket, ...sending });
      assert.ok(status >= 400 && status < 500, `${what}: ${status}`);
    }
    assert.deepEqual(await storage.list("quarantine"), []);
  });

  step("a ticket ends", async ({ storage, send }) => {
    const ticket = await storage.ticket({ ...policy, expiresAt: Date.now() + 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    assert.equal(await send({ ticket, file: bytes(10) }), 403);
    assert.deepEqual(await storage.list("quarantine"), []);
  });

  step("it can be asked whether it works", async ({ storage }) => {
    await storage.ping();
    assert.deepEqual(await storage.list("probe"), []);
  });
}
