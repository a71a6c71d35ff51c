/** Campaigns over the whole app: who sees and does what, and that it ends when it is taken back. */
import assert from "node:assert/strict";
import type { Visitor } from "@/lib/encounters/deps.ts";
import type { MemberRole } from "@/lib/campaigns/records.ts";
import { batch, FOES, newEncounter } from "@/tests/api/encounters.ts";
import { type Visiting, type WholeApp, wholeApp } from "@/tests/help/whole_app.ts";

type Account = Awaited<ReturnType<WholeApp["account"]>>;

function asVisitor({ id }: Account): Visitor {
  return { ownerId: id, seatIds: [], account: { id, sessionId: "s", provenAt: Date.now() } };
}

async function campaignsOf(app: WholeApp) {
  return (await app.services.appServices()).campaigns;
}

/** A campaign of `owner` with one fight in it; answers with both ids. */
async function campaignWithFight(app: WholeApp, owner: Account) {
  const campaigns = await campaignsOf(app);
  const made = await campaigns.create(asVisitor(owner), { name: "Saltmarsh", ownerName: "Mara" });
  assert.ok(made.ok);
  const encounter = await newEncounter(owner);
  const shared = await campaigns.share(asVisitor(owner), made.value, "encounters", encounter);
  assert.ok(shared.ok);
  return { campaign: made.value, encounter };
}

async function join(
  app: WholeApp,
  owner: Account,
  campaign: string,
  { who, role, name }: { who: Account; role: MemberRole; name: string },
) {
  const campaigns = await campaignsOf(app);
  const link = await campaigns.invite(asVisitor(owner), campaign, { role, days: 7 });
  assert.ok(link.ok);
  const joined = await campaigns.join(asVisitor(who), link.value, name);
  assert.ok(joined.ok, JSON.stringify(joined));
  return link.value;
}

const send = (who: Visiting, encounter: string, ...commands: unknown[]) =>
  who.send("POST", `/api/v1/encounters/${encounter}/commands`, batch(...commands as never[]));

/** Resolves when a stream ends; rejects after five seconds. */
async function ended(body: ReadableStream<Uint8Array> | null): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The stream is still open after 5 s")), 5_000);
  });
  const reader = body?.getReader();
  const read = async () => {
    while (!(await reader?.read())?.done);
  };
  await Promise.race([read(), late]).finally(() => clearTimeout(timer));
}

Deno.test("a campaign, from its first fight to the end of everybody's access", async (t) => {
  const app = await wholeApp();
  try {
    const [mara, orsolya, kim, stranger] = await Promise.all(
      ["mara", "orsolya", "kim", "stranger"].map((one) => app.account(`${one}@example.org`)),
    );
    assert.ok(mara && orsolya && kim && stranger);
    const { campaign, encounter } = await campaignWithFight(app, mara);
    const campaigns = await campaignsOf(app);
    await join(app, mara, campaign, { who: orsolya, role: "co-dm", name: "Orsolya" });
    await join(app, mara, campaign, { who: kim, role: "viewer", name: "Kim" });

    await t.step("a co-DM runs the fight beside its owner, and the log names them", async () => {
      assert.equal((await send(mara, encounter, FOES)).status, 200);
      const theirs = await send(orsolya, encounter, { type: "SetNotes", notes: "the bridge" });
      assert.equal(theirs.status, 200);
      const { results } = await theirs.json();
      assert.deepEqual(results[0].entry.actor, { kind: "dm", by: orsolya.id, name: "Orsolya" });
      const log = await mara.fetch(`/api/v1/encounters/${encounter}/export?format=text`);
      assert.match(await log.text(), /Orsolya: /);
    });

    await t.step("an undo takes back anybody's change, or by setting only one's own", async () => {
      assert.equal((await send(mara, encounter, { type: "Undo" })).status, 200);
      await send(orsolya, encounter, { type: "SetNotes", notes: "the bridge again" });
      const own = { name: "Saltmarsh", ownerName: "Mara", undo: "own" } as const;
      assert.ok((await campaigns.settle(asVisitor(mara), campaign, own)).ok);
      const refused = await send(mara, encounter, { type: "Undo" });
      assert.equal(refused.status, 409);
      assert.match((await refused.json()).detail, /Orsolya's/);
      assert.equal((await send(orsolya, encounter, { type: "Undo" })).status, 200);
      const ownersTurn = await send(orsolya, encounter, { type: "Undo" });
      assert.equal(ownersTurn.status, 409);
      assert.match((await ownersTurn.json()).detail, /the owner's/);
    });

    await t.step("a viewer reads everything and changes nothing", async () => {
      assert.equal((await kim.fetch(`/api/v1/encounters/${encounter}`)).status, 200);
      assert.equal((await send(kim, encounter, { type: "NextTurn" })).status, 404);
      assert.equal((await kim.fetch(`/encounters/${encounter}/build`)).status, 404);
    });

    await t.step("for a stranger the fight is not there", async () => {
      assert.equal((await stranger.fetch(`/api/v1/encounters/${encounter}`)).status, 404);
    });

    await t.step("whoever is taken out loses an open stream within 5 s", async () => {
      const stream = await orsolya.fetch(`/api/v1/encounters/${encounter}/stream`);
      assert.equal(stream.status, 200);
      const opened = await campaigns.open(asVisitor(mara), campaign);
      assert.ok(opened.ok);
      const member = opened.value.campaign.members.find(({ name }) => name === "Orsolya");
      const gone = ended(stream.body);
      assert.ok((await campaigns.removeMember(asVisitor(mara), campaign, member?.id ?? "")).ok);
      await gone;
      assert.equal((await orsolya.fetch(`/api/v1/encounters/${encounter}`)).status, 404);
    });

    await t.step("a fight that is taken out is gone for members, streams too", async () => {
      const stream = await kim.fetch(`/api/v1/encounters/${encounter}/stream`);
      const gone = ended(stream.body);
      const out = await campaigns.unshare(asVisitor(mara), campaign, "encounters", encounter);
      assert.ok(out.ok);
      await gone;
      assert.equal((await kim.fetch(`/api/v1/encounters/${encounter}`)).status, 404);
      await campaigns.share(asVisitor(mara), campaign, "encounters", encounter);
      const again = await kim.fetch(`/api/v1/encounters/${encounter}/stream`);
      assert.equal(again.status, 200, "put back, it can be watched again");
      await again.body?.cancel();
    });
  } finally {
    await app.close();
  }
});

Deno.test("an instance ends the streams of who was taken out at another one", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "tracker-two-" });
  const one = await wholeApp({ dataDir });
  const two = await wholeApp({ dataDir });
  try {
    const mara = await one.account("mara@example.org");
    const orsolya = await one.account("orsolya@example.org");
    const { campaign, encounter } = await campaignWithFight(one, mara);
    await join(one, mara, campaign, { who: orsolya, role: "co-dm", name: "Orsolya" });
    const there = two.person();
    for (const [name, value] of orsolya.cookies) there.cookies.set(name, value);
    const stream = await there.fetch(`/api/v1/encounters/${encounter}/stream`);
    assert.equal(stream.status, 200);
    const campaigns = await campaignsOf(one);
    const opened = await campaigns.open(asVisitor(mara), campaign);
    assert.ok(opened.ok);
    const [member] = opened.value.campaign.members;
    const gone = ended(stream.body);
    assert.ok((await campaigns.removeMember(asVisitor(mara), campaign, member?.id ?? "")).ok);
    await gone;
  } finally {
    await two.close();
    await one.close();
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("an invitation lets one person in, once, for as long as it says", async (t) => {
  const app = await wholeApp();
  try {
    const mara = await app.account("mara@example.org");
    const guests = await Promise.all(
      Array.from({ length: 6 }, (_, at) => app.account(`guest${at}@example.org`)),
    );
    const [first, second] = guests;
    assert.ok(first && second);
    const { campaign } = await campaignWithFight(app, mara);
    const campaigns = await campaignsOf(app);
    const invite = async () => {
      const said = { role: "player", days: 1 } as const;
      const made = await campaigns.invite(asVisitor(mara), campaign, said);
      assert.ok(made.ok);
      return made.value;
    };

    await t.step("raced by six, one gets in", async () => {
      const link = await invite();
      const done = await Promise.all(
        guests.map((who, at) => campaigns.join(asVisitor(who), link, `Guest ${at}`)),
      );
      assert.equal(done.filter((one) => one.ok).length, 1);
      const again = await campaigns.join(asVisitor(second), link, "Late");
      assert.equal(again.ok, false);
    });

    await t.step("taken back, it lets nobody in", async () => {
      const link = await invite();
      const opened = await campaigns.open(asVisitor(mara), campaign);
      assert.ok(opened.ok);
      const [open] = opened.value.campaign.invitations;
      await campaigns.withdraw(asVisitor(mara), campaign, open?.id ?? "");
      assert.equal((await campaigns.look(link)).ok, false);
    });

    await t.step("its secret is kept as a hash only", async () => {
      const link = await invite();
      const { documents } = app.services.store;
      const kept = [
        ...await documents.list(mara.id, "campaign", { limit: 10 }),
        ...await documents.list("directory", "invitation", { limit: 10 }),
      ];
      assert.ok(kept.length >= 2);
      assert.ok(!JSON.stringify(kept).includes(link));
    });

    await t.step("the owner cannot join their own, and nobody joins twice", async () => {
      const link = await invite();
      assert.equal((await campaigns.join(asVisitor(mara), link, "Mara")).ok, false);
      const opened = await campaigns.open(asVisitor(mara), campaign);
      assert.ok(opened.ok);
      const inside = guests.find(({ id }) =>
        opened.value.campaign.members.some(({ accountId }) => accountId === id)
      );
      assert.ok(inside);
      assert.equal((await campaigns.join(asVisitor(inside), link, "Again")).ok, false);
      assert.ok((await campaigns.look(link)).ok, "a refusal uses nothing up");
    });
  } finally {
    await app.close();
  }
});
