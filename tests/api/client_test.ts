import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import type { LateRefusal } from "@/lib/client/encounter/encounter_client.ts";
import { openSeat } from "@/lib/client/player/player_client.ts";
import { browserQueue } from "@/lib/client/encounter/queue_storage.ts";
import type { Command } from "@/lib/combat/commands.ts";
import { browserOf, eventually, openPage } from "./browser.ts";
import { command, FOES, newEncounter, ORDER, PARTY, share } from "./encounters.ts";
import { type Api, openApi, type Person } from "./harness.ts";

const HIT: Command = {
  type: "ApplyDamage",
  targets: [{ id: "ogre" }],
  damage: [{ amount: 5, type: "fire" }],
};

async function withEncounter(
  work: (at: { api: Api; dm: Person; id: string }) => Promise<void>,
): Promise<void> {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
    await work({ api, dm, id });
  } finally {
    await api.close();
  }
}

Deno.test("a command shows at once and is the server's word a moment later", () =>
  withEncounter(async ({ dm, id }) => {
    const page = await openPage(dm, id);
    try {
      assert.ok(page.dispatch(HIT).ok);
      assert.equal(page.state.combatants["ogre"]?.hp?.current, 54);
      assert.equal(page.connection.pending, 1);
      await page.settled();
      await eventually(() => page.connection.kind === "live", "live");
      const server = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
      assert.deepEqual(JSON.parse(JSON.stringify(page.state)), server.state);
    } finally {
      page.close();
    }
  }));

Deno.test("a refused command is answered at once and changes nothing", () =>
  withEncounter(async ({ dm, id }) => {
    const page = await openPage(dm, id);
    try {
      const before = page.state;
      const refused = page.dispatch({ type: "Heal", ids: ["nobody"], amount: 1 });
      assert.equal(!refused.ok && refused.code, "UNKNOWN_TARGET");
      assert.equal(page.state, before);
      assert.equal(page.connection.pending, 0);
    } finally {
      page.close();
    }
  }));

Deno.test("a command that the server refuses is rolled back with the reason", () =>
  withEncounter(async ({ dm, id }) => {
    const refusals: LateRefusal[] = [];
    const browser = browserOf(dm);
    const page = await openPage(dm, id, {
      browser,
      onRefused: (refusal) => refusals.push(refusal),
    });
    try {
      await eventually(() => page.connection.kind === "live", "live");
      browser.line("cut");
      assert.equal(page.connection.kind, "offline");
      page.dispatch({ type: "SetNotes", notes: "before" });
      page.dispatch(HIT);
      page.dispatch({ type: "SetNotes", notes: "after" });
      // Meanwhile another device takes the target away.
      await command(dm, id, { type: "RemoveCombatants", ids: ["ogre"] });
      browser.line("back");
      await page.settled();
      assert.deepEqual(refusals.map((lateRefusal) => lateRefusal.refusal.code), ["UNKNOWN_TARGET"]);
      assert.equal(refusals[0]?.commandType, "ApplyDamage");
      assert.equal(page.state.combatants["ogre"], undefined);
      assert.equal(page.state.notes, "after");
    } finally {
      page.close();
    }
  }));

Deno.test("what was done offline survives a reload and is sent once", () =>
  withEncounter(async ({ dm, id }) => {
    const browser = browserOf(dm);
    const page = await openPage(dm, id, { browser, storage: browserQueue(id) });
    await eventually(() => page.connection.kind === "live", "live");
    browser.line("cut");
    for (let i = 0; i < 3; i++) page.dispatch(HIT);
    assert.equal(page.state.combatants["ogre"]?.hp?.current, 44);
    await new Promise((resolve) => setTimeout(resolve, 50));
    page.close();

    const reloaded = await openPage(dm, id, { storage: browserQueue(id) });
    try {
      await eventually(() => reloaded.state.combatants["ogre"]?.hp?.current === 44, "restored");
      await reloaded.settled();
      const server = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
      assert.equal(server.state.combatants.ogre.hp.current, 44);
      await eventually(() => reloaded.connection.kind === "live", "live again");
    } finally {
      reloaded.close();
    }
    assert.deepEqual(await browserQueue(id).load(), []);
  }));

Deno.test("two tabs and another device stay in step, offline too between tabs", () =>
  withEncounter(async ({ dm, id }) => {
    const browser = browserOf(dm, { tabs: true });
    const first = await openPage(dm, id, { browser });
    const second = await openPage(dm, id, { browser });
    const other = await openPage(dm, id);
    try {
      await eventually(() => first.connection.kind === "live", "live");
      browser.line("cut");
      first.dispatch(HIT);
      await eventually(() => second.state.combatants["ogre"]?.hp?.current === 54, "the other tab");
      assert.equal(other.state.combatants["ogre"]?.hp?.current, 59);
      browser.line("back");
      await eventually(() => other.state.combatants["ogre"]?.hp?.current === 54, "the device");
      await eventually(() => second.connection.pending === 0, "acknowledged");
      assert.deepEqual(second.state, first.state);
    } finally {
      for (const page of [first, second, other]) page.close();
    }
  }));

Deno.test("an undo further back than the page remembers comes from the server", () =>
  withEncounter(async ({ dm, id }) => {
    const page = await openPage(dm, id);
    try {
      assert.ok(page.dispatch({ type: "Undo" }).ok);
      await page.settled();
      assert.equal(page.state.status, "building");
      await page.loadOlderLog();
      assert.equal(page.log[0]?.version, 1);
      assert.equal(page.hasOlderLog, false);
    } finally {
      page.close();
    }
  }));

Deno.test("a fight that was deleted shows as gone", () =>
  withEncounter(async ({ dm, id }) => {
    const page = await openPage(dm, id);
    try {
      await eventually(() => page.connection.kind === "live", "live");
      await dm.send("DELETE", `/api/v1/encounters/${id}`);
      await eventually(() => page.connection.kind === "gone", "gone");
    } finally {
      page.close();
    }
  }));

Deno.test("a player claims a character, proposes, hears how the DM decides and is trusted", () =>
  withEncounter(async ({ api, dm, id }) => {
    const code = await share(dm, id);
    const phone = api.person();
    const { view, version } = await (await phone.fetch(`/api/v1/play/${code}`)).json();
    const notices: unknown[] = [];
    const seat = openSeat({
      code,
      seed: { view, version },
      environment: browserOf(phone).environment,
      onNotice: (notice) => notices.push(notice),
    });
    try {
      const bram = Object.entries(seat.view.table.claimable)
        .find(([, one]) => one.name === "Bram Oakhollow")?.[0] ?? "";
      assert.deepEqual(await seat.claim(bram, "Kim"), { ok: true });
      await eventually(() => seat.view.seat?.own.name === "Bram Oakhollow", "seated");
      assert.equal(seat.view.seat?.own.hp?.current, 121);
      const taken = await openSeatOf(api, code).then((client) => client.claim(bram, "Lee"));
      assert.equal(!taken.ok && taken.code, "NOT_POSSIBLE_NOW");

      assert.deepEqual(await seat.propose({ kind: "damage", amount: 12, type: "fire" }), {
        ok: true,
      });
      await eventually(() => Object.keys(seat.view.seat?.proposals ?? {}).length === 1, "waiting");
      const page = await openPage(dm, id);
      const proposal = page.state.proposals[0];
      assert.ok(proposal);
      page.dispatch({ type: "RejectProposal", proposalId: proposal.id, reason: "You saved" });
      await eventually(() => notices.length === 1, "the DM's answer");
      assert.equal(JSON.stringify(notices[0]).includes("You saved"), true);
      assert.equal(seat.view.seat?.own.hp?.current, 121);

      const sitting = page.state.seats[Object.keys(page.state.seats)[0] ?? ""];
      assert.ok(sitting);
      page.dispatch({ type: "TrustSeat", seatId: sitting.id, trusted: true });
      await page.settled();
      await seat.propose({ kind: "damage", amount: 12, type: "fire" });
      await eventually(() => seat.view.seat?.own.hp?.current === 109, "carried out at once");
      assert.deepEqual(await seat.release(), { ok: true });
      await eventually(() => seat.view.seat === undefined, "stood up");
      page.close();
    } finally {
      seat.close();
    }
  }));

Deno.test("a turn that ended is ended once more without a word, the active creature unseen meanwhile", () =>
  withEncounter(async ({ api, dm, id }) => {
    const code = await share(dm, id);
    const phone = api.person();
    const { view } = await (await phone.fetch(`/api/v1/play/${code}`)).json();
    const wren = Object.keys(view.table.claimable)
      .find((key) => view.table.claimable[key].name === "Wren Halloway");
    await phone.send("POST", `/api/v1/play/${code}/seat`, { character: wren, player: "Kim" });
    const { state } = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    const [seatId = ""] = Object.keys(state.seats);
    await command(dm, id, { type: "TrustSeat", seatId, trusted: true });
    const end = { body: { kind: "end-turn" } };
    // The first hands over to the lurker, whom players do not see.
    for (let press = 0; press < 2; press++) {
      const answer = await phone.send("POST", `/api/v1/play/${code}/proposals`, end);
      assert.equal(answer.status, 204);
      await answer.body?.cancel();
    }
    const after = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(after.state.activeId, "lurker");
  }));

async function openSeatOf(api: Api, code: string) {
  const person = api.person();
  const { view, version } = await (await person.fetch(`/api/v1/play/${code}`)).json();
  const seat = openSeat({
    code,
    seed: { view, version },
    environment: browserOf(person).environment,
  });
  setTimeout(() => seat.close(), 200);
  return seat;
}

Deno.test("after a cut line a page is in step within 300 ms", () =>
  withEncounter(async ({ dm, id }) => {
    const browser = browserOf(dm);
    const page = await openPage(dm, id, { browser });
    try {
      await eventually(() => page.connection.kind === "live", "live");
      browser.line("cut");
      await command(dm, id, HIT);
      browser.line("back");
      await eventually(() => page.state.combatants["ogre"]?.hp?.current === 54, "in step", 300);
    } finally {
      page.close();
    }
  }));
