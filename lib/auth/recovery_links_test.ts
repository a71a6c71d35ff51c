import assert from "node:assert/strict";
import { AccountStore } from "@/lib/auth/account_store.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { RecoveryLinks } from "@/lib/auth/recovery_links.ts";
import { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import { LocalLimiter } from "@/lib/cache/local_limiter.ts";
import type { Visitor } from "@/lib/encounters/deps.ts";
import { createLog } from "@/lib/log.ts";
import { sampleEntry, sampleRecord } from "@/lib/store/contracts/samples.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

const DAY = 86_400_000;
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const guestId = (letter: string) => `guest_${letter.repeat(22)}`;
const guest = (letter: string, network = "192.0.2.1"): Visitor => ({
  ownerId: guestId(letter),
  seatIds: [],
  wideNetwork: network,
});
const NOBODY: Visitor = { ownerId: null, seatIds: [], wideNetwork: "192.0.2.1" };

interface Room {
  readonly store: Store;
  readonly links: RecoveryLinks;
  readonly clock: { now: number };
  readonly lines: string[];
  /** Somebody who is signed in. */
  readonly account: Visitor;
  addFight(owner: string, id: string): Promise<void>;
}

async function withLinks(work: (room: Room) => Promise<void>): Promise<void> {
  const { store, close } = await temporaryStore();
  const clock = { now: 1_800_000_000_000 };
  const now = () => clock.now;
  const lines: string[] = [];
  try {
    const accounts = new AccountStore({ records: authRecords(store.documents), now, random });
    const id = (await accounts.create({ email: "mara@example.org", passwordHash: null }))?.id ?? "";
    const { documents, encounters } = store;
    const links = new RecoveryLinks({
      documents,
      encounters,
      takeOver: new TakeOverGuest({ documents, encounters, accounts, now }),
      limiter: new LocalLimiter(now),
      log: createLog({ level: "debug", now, write: (line) => lines.push(line) }),
      now,
      random,
    });
    await work({
      store,
      links,
      clock,
      lines,
      account: {
        ownerId: id,
        seatIds: [],
        wideNetwork: "192.0.2.1",
        account: { id, sessionId: "s", provenAt: clock.now },
      },
      addFight: async (owner, fight) => {
        await encounters.create(sampleRecord(fight, { ownerId: owner }), [sampleEntry(1, fight)]);
      },
    });
  } finally {
    await close();
  }
}

async function made(links: RecoveryLinks, who: Visitor): Promise<string> {
  const key = await links.make(who);
  assert.ok(key.ok);
  return key.value;
}

const codeOf = (answer: { ok: boolean; code?: string }) => answer.ok ? "ok" : answer.code;

Deno.test("a link makes another browser the guest, as often as it is opened", () =>
  withLinks(async ({ links, addFight, clock }) => {
    await addFight(guestId("a"), "f1");
    assert.equal(await links.status(guest("a")), null);
    const key = await made(links, guest("a"));
    assert.deepEqual(await links.status(guest("a")), { madeAt: clock.now, usedAt: null });
    const offer = { encounters: 1, own: 0, as: "guest" };
    assert.deepEqual(await links.look(NOBODY, key), { ok: true, value: offer });
    assert.equal((await links.status(guest("a")))?.usedAt, null, "looking opens nothing");
    clock.now += 5;
    for (let device = 2; device <= 3; device++) {
      assert.deepEqual(await links.open(NOBODY, key), { ok: true, value: guestId("a") });
    }
    assert.equal((await links.status(guest("a")))?.usedAt, clock.now);
    assert.deepEqual(await links.look(guest("a"), key), {
      ok: true,
      value: { encounters: 1, own: 0, as: "same" },
    });
  }));

Deno.test("neither the store nor the log has what opens the fights", () =>
  withLinks(async ({ store, links, lines }) => {
    const key = await made(links, guest("a"));
    await links.open(NOBODY, key);
    await links.open(NOBODY, `${"a".repeat(22)}${"b".repeat(22)}`);
    const [kept] = await store.documents.list(guestId("a"), "recovery-link", { limit: 5 });
    const secret = key.slice(22);
    assert.equal(secret.length, 22);
    assert.ok(!JSON.stringify(kept).includes(secret));
    assert.ok(!lines.join("\n").includes(secret));
    assert.match(lines.join("\n"), /recovery link made/);
    assert.match(lines.join("\n"), /recovery link opened/);
  }));

Deno.test("a new link ends the one before; a revoked one opens nothing", () =>
  withLinks(async ({ links, lines }) => {
    const first = await made(links, guest("a"));
    const second = await made(links, guest("a"));
    assert.notEqual(first, second);
    assert.equal(codeOf(await links.open(NOBODY, first)), "NOT_FOUND");
    assert.equal(codeOf(await links.look(NOBODY, first)), "NOT_FOUND");
    assert.equal(codeOf(await links.open(NOBODY, second)), "ok");
    assert.deepEqual(await links.revoke(guest("b")), { ok: true, value: null });
    assert.equal(codeOf(await links.open(NOBODY, second)), "ok", "another guest revokes nothing");
    await links.revoke(guest("a"));
    assert.equal(codeOf(await links.open(NOBODY, second)), "NOT_FOUND");
    assert.equal(await links.status(guest("a")), null);
    assert.match(lines.join("\n"), /recovery link revoked/);
  }));

Deno.test("a secret opens nothing of another guest, and no key at all nothing", () =>
  withLinks(async ({ links }) => {
    const key = await made(links, guest("a"));
    await made(links, guest("b"));
    for (const wrong of [`${"b".repeat(22)}${key.slice(22)}`, "c".repeat(44), ""]) {
      assert.equal(codeOf(await links.open(NOBODY, wrong)), "NOT_FOUND");
    }
  }));

Deno.test("a link that nobody opens ends with the cookie's time, one that is used goes on", () =>
  withLinks(async ({ links, clock }) => {
    const key = await made(links, guest("a"));
    clock.now += 399 * DAY;
    assert.equal(codeOf(await links.open(NOBODY, key)), "ok");
    clock.now += 399 * DAY;
    assert.equal(codeOf(await links.look(NOBODY, key)), "ok");
    clock.now += 2 * DAY;
    assert.equal(codeOf(await links.open(NOBODY, key)), "NOT_FOUND");
    assert.equal(await links.status(guest("a")), null);
  }));

Deno.test("who has tried too often is told the same of a right key; other networks go on", () =>
  withLinks(async ({ links, clock }) => {
    const key = await made(links, guest("a"));
    for (let i = 0; i < 30; i++) await links.look(NOBODY, "x".repeat(44));
    const wrong = await links.open(NOBODY, "x".repeat(44));
    assert.equal(codeOf(wrong), "TOO_MANY_REQUESTS");
    assert.deepEqual(await links.open(NOBODY, key), wrong);
    assert.equal(codeOf(await links.open({ ...NOBODY, wideNetwork: "192.0.2.2" }, key)), "ok");
    clock.now += 15 * 60_000 + 1;
    assert.equal(codeOf(await links.open(NOBODY, key)), "ok");
    for (let i = 0; i < 9; i++) await made(links, guest("a"));
    assert.equal(codeOf(await links.make(guest("a"))), "TOO_MANY_REQUESTS");
  }));

Deno.test("what a browser has as another guest is added, and its own link ends", () =>
  withLinks(async ({ store, links, addFight }) => {
    await addFight(guestId("a"), "f1");
    await addFight(guestId("b"), "f2");
    const party = { party: { id: "p1", name: "The four" } };
    const parties = { kind: "party", id: "p1", body: party, at: 1, expectedVersion: 0 } as const;
    await store.documents.put({ ...parties, ownerId: guestId("b") });
    const key = await made(links, guest("a"));
    const other = await made(links, guest("b"));
    assert.deepEqual(await links.look(guest("b"), key), {
      ok: true,
      value: { encounters: 1, own: 1, as: "guest" },
    });
    assert.deepEqual(await links.open(guest("b"), key), { ok: true, value: guestId("a") });
    const fights = await store.encounters.list(guestId("a"), { which: "open", limit: 9 });
    assert.deepEqual(fights.map(({ id }) => id).sort(), ["f1", "f2"]);
    assert.equal((await store.documents.list(guestId("a"), "party", { limit: 9 })).length, 1);
    assert.equal(codeOf(await links.open(NOBODY, other)), "NOT_FOUND");
    assert.equal(codeOf(await links.open(NOBODY, key)), "ok", "the opened one goes on");
  }));

Deno.test("an account makes no link, and takes over what one opens, which ends it", () =>
  withLinks(async ({ store, links, addFight, account }) => {
    await addFight(guestId("a"), "f1");
    const key = await made(links, guest("a"));
    assert.equal(codeOf(await links.make(account)), "FORBIDDEN");
    assert.equal(codeOf(await links.revoke(account)), "FORBIDDEN");
    assert.equal(codeOf(await links.make(NOBODY)), "NOT_POSSIBLE_NOW");
    assert.deepEqual(await links.look(account, key), {
      ok: true,
      value: { encounters: 1, own: 0, as: "account" },
    });
    assert.deepEqual(await links.open(account, key), { ok: true, value: null });
    const mine = await store.encounters.list(account.ownerId ?? "", { which: "open", limit: 9 });
    assert.deepEqual(mine.map(({ id }) => id), ["f1"]);
    assert.equal(codeOf(await links.open(NOBODY, key)), "NOT_FOUND");
    assert.deepEqual(
      await store.documents.list(account.ownerId ?? "", "recovery-link", {
        limit: 5,
      }),
      [],
    );
  }));
