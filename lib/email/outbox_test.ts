import assert from "node:assert/strict";
import { Outbox } from "@/lib/email/outbox.ts";
import type { MailMeter } from "@/lib/email/port.ts";
import { SmtpMailer } from "@/lib/email/smtp.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { startSmtp } from "@/tests/fakes/smtp.ts";

const LETTER = {
  to: "mara@example.org",
  subject: "Finish your account",
  text: "Open the link.",
  html: "<p>Open the link.</p>",
};
const HOUR = 3_600_000;

/** Outboxes over one store and a real SMTP server, with one clock. */
async function withMail(
  work: (parts: {
    smtp: Awaited<ReturnType<typeof startSmtp>>;
    outbox: () => Outbox;
    clock: { now: number };
    counted: string[];
  }) => Promise<void>,
) {
  const { store, close } = await temporaryStore();
  const smtp = await startSmtp();
  const clock = { now: 1_800_000_000_000 };
  const counted: string[] = [];
  const meter: MailMeter = { letter: (result) => void counted.push(result) };
  const made: Outbox[] = [];
  const outbox = () => {
    const mailer = new SmtpMailer({
      url: smtp.url,
      from: "hello@example.org",
      plainLogin: true,
      timeoutMs: 1_000,
    });
    const one = new Outbox({
      values: store.values,
      mailer,
      log: SILENT_LOG,
      now: () => clock.now,
      meter,
    });
    made.push(one);
    return one;
  };
  try {
    await work({ smtp, outbox, clock, counted });
  } finally {
    for (const item of made) await item.close();
    await smtp.close();
    await close();
  }
}

Deno.test("a letter arrives as text and HTML, from the sender, with an id of its domain", async () => {
  await withMail(async ({ smtp, outbox, counted }) => {
    const box = outbox();
    await box.put(LETTER);
    await box.deliver();
    assert.equal(smtp.letters.length, 1);
    const { from, to, raw } = smtp.letters[0]!;
    assert.deepEqual([from, to], ["hello@example.org", ["mara@example.org"]]);
    assert.match(raw, /Content-Type: multipart\/alternative/);
    assert.match(raw, /Message-ID: <[\w-]+@example\.org>/i);
    assert.ok(raw.includes("Open the link.") && raw.includes("<p>Open the link.</p>"));
    assert.deepEqual(counted, ["sent"]);
    assert.deepEqual(await box.deliver(), { sent: 0, later: 0, given: 0 });
  });
});

Deno.test("a subject and an address cannot bring headers of their own", async () => {
  await withMail(async ({ smtp, outbox }) => {
    const box = outbox();
    await box.put({
      ...LETTER,
      to: "mara@example.org\r\nBcc: all@example.org",
    });
    await box.deliver();
    assert.equal(smtp.letters.length, 0, "an address that is none is refused");
    await box.put({ ...LETTER, subject: "Hello\r\nBcc: all@example.org\r\n\r\nbody" });
    await box.deliver();
    const [letter] = smtp.letters;
    assert.ok(letter !== undefined && !/^bcc:/im.test(letter.raw));
    assert.deepEqual(letter.to, ["mara@example.org"]);
  });
});

Deno.test("while the server is full a letter waits; it is sent once, by one instance", async () => {
  await withMail(async ({ smtp, outbox, clock, counted }) => {
    smtp.fail({ kind: "refuse_letter", code: 451 });
    const [one, two] = [outbox(), outbox()];
    await one.put(LETTER);
    await one.deliver();
    assert.ok(smtp.seen.faults >= 1, "the fault happened");
    assert.deepEqual(counted, ["retry"]);
    smtp.fail(undefined);
    assert.deepEqual(await two.deliver(), { sent: 0, later: 0, given: 0 }, "not yet");
    clock.now += 60_000;
    await Promise.all([one.deliver(), two.deliver()]);
    assert.equal(smtp.letters.length, 1);
  });
});

Deno.test("a process that dies while it sends loses nothing", async () => {
  await withMail(async ({ smtp, outbox, clock }) => {
    smtp.fail({ kind: "hang" });
    const dying = outbox();
    await dying.put(LETTER);
    await dying.close();
    smtp.fail(undefined);
    clock.now += 3 * 60_000;
    await outbox().deliver();
    assert.equal(smtp.letters.length, 1);
  });
});

Deno.test("a refused recipient is dropped, a letter that never finds a server is a dead letter", async () => {
  await withMail(async ({ smtp, outbox, clock, counted }) => {
    const box = outbox();
    smtp.fail({ kind: "refuse_recipient", code: 550 });
    await box.put(LETTER);
    await box.deliver();
    assert.deepEqual(counted, ["refused"]);
    assert.deepEqual(await box.dead(), []);
    smtp.fail({ kind: "refuse_letter", code: 451 });
    await box.put(LETTER);
    await box.deliver();
    for (let round = 0; round < 6; round++) {
      clock.now += 7 * HOUR;
      await box.deliver();
    }
    const [dead] = await box.dead();
    assert.equal(dead?.to, "mara@example.org");
    assert.equal(dead.failure, "SMTP 451");
    assert.equal(counted.filter((candidate) => candidate === "dead").length, 1);
    const { signal } = new AbortController();
    await assert.rejects(box.work(signal), /1 letters could not be sent/, "the job's alert");
    smtp.fail(undefined);
    assert.equal(await box.retry(dead.key), true);
    assert.match(await box.work(signal), /^1 letters sent/);
    assert.deepEqual(await box.dead(), []);
  });
});

Deno.test("a letter to nobody is kept, dropped and never sent", async () => {
  await withMail(async ({ smtp, outbox, counted }) => {
    const box = outbox();
    await box.put({ ...LETTER, to: "" });
    await box.deliver();
    assert.deepEqual([smtp.letters.length, counted], [0, []]);
  });
});
