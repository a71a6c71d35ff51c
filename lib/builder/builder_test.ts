import type { Command } from "@/lib/combat/commands.ts";
import assert from "node:assert/strict";
import { bySlug } from "@/lib/bestiary/srd_data.ts";
import { DM, withBuilderApp } from "./testing/builder_app.ts";

const lines = (view: { lines: readonly { name: string; count: number }[] }) =>
  view.lines.map(({ name, count }) => `${count} ${name}`);

Deno.test("creatures are added by name and count; more of a kind join their line", async () => {
  await withBuilderApp(async ({ press }) => {
    const six = await press("add", { slug: "goblin-2014", count: "6" });
    assert.deepEqual(lines(six.view), ["6 Goblin"]);
    assert.deepEqual([six.say, six.undo], ["6 × Goblin added.", "1-2"]);
    assert.deepEqual(lines((await press("add", { slug: "goblin-2014", count: "2" })).view), [
      "8 Goblin",
    ]);
    await press("add", { slug: "ogre-2014", count: "1" });
    const [goblins, ogre] = (await press("add", { slug: "ogre-2014" })).view.lines;
    assert.deepEqual([goblins?.count, ogre?.count], [8, 2]);
    assert.match(ogre?.note ?? "", /^CR 2, 59 HP, initiative −1, one group$/);
    const own = await press("add", { slug: "ogre-2014", hp: "80", ac: "13", initiative: "3" });
    assert.match(own.view.lines.at(-1)?.note ?? "", /80 HP, initiative \+3/);
  });
});

Deno.test("lines grow, shrink, move, hide and leave; undo brings them back", async () => {
  await withBuilderApp(async ({ press }) => {
    await press("add", { slug: "ogre-2014" });
    await press("add", { slug: "wolf-2014", count: "2" });
    const { view } = await press("add", { slug: "goblin-2014", count: "3" });
    const [ogre, wolf, goblin] = view.lines.map(({ key }) => key);
    assert.ok(ogre && wolf && goblin);
    await press("pin", { key: ogre });
    const [two] = (await press("more", { key: ogre })).view.lines;
    assert.deepEqual([two?.name, two?.count, two?.pinned], ["Ogre", 2, true]);
    assert.deepEqual(lines((await press("less", { key: goblin })).view).at(-1), "2 Goblin");
    const up = (await press("up", { key: goblin })).view;
    assert.deepEqual(up.lines.map(({ name }) => name), ["Ogre", "Goblin", "Wolf"]);
    const last = (await press("move", { key: goblin, before: "" })).view;
    assert.deepEqual(last.lines.map(({ name }) => name), ["Ogre", "Wolf", "Goblin"]);
    assert.equal((await press("hide", { key: wolf })).view.lines[1]?.hidden, true);
    assert.equal((await press("show", { key: wolf })).view.lines[1]?.hidden, false);
    const gone = await press("remove", { key: wolf });
    assert.deepEqual(lines(gone.view), ["2 Ogre", "2 Goblin"]);
    assert.equal((await press(`undo ${gone.undo}`)).view.lines.length, 3);
  });
});

Deno.test("undo takes back all that one press did, and nothing that came after it", async () => {
  await withBuilderApp(async ({ press, refused }) => {
    await press("add", { slug: "ogre-2014" });
    const two = await press("add", { slug: "ogre-2014" });
    assert.deepEqual(lines(two.view), ["2 Ogre"]);
    assert.deepEqual(lines((await press(`undo ${two.undo}`)).view), ["1 Ogre"]);
    const wolf = await press("add", { slug: "wolf-2014" });
    await press("add", { slug: "goblin-2014" });
    assert.match(await refused(`undo ${wolf.undo}`), /changed since/);
  });
});

Deno.test("somebody of no book comes with the figures that were typed", async () => {
  await withBuilderApp(async ({ press, refused }) => {
    const { view } = await press("custom", { text: "2 Thug 32hp ac11 +1", side: "foe" });
    assert.deepEqual(lines(view), ["2 Thug"]);
    assert.match(view.lines[0]?.note ?? "", /32 HP, initiative \+1/);
    const ally = await press("custom", { text: "Ferryman", side: "party", hp: "20" });
    assert.match(ally.view.lines[1]?.note ?? "", /on the party’s side/);
    assert.match(await refused("custom", { text: "32hp" }), /Write a name/);
    assert.match(await refused("add", { slug: "no-such-creature" }), /not in the bestiary/);
  });
});

Deno.test("typed names become a party that is kept and stands in the fight", async () => {
  await withBuilderApp(async ({ press, refused, parties }) => {
    assert.match(await refused("names", { names: " \n", level: "3" }), /Write their names/);
    assert.match(await refused("names", { names: "Ash", level: "21" }), /./);
    assert.deepEqual(await parties.list("guest_dm"), []);
    const { view, undo } = await press("names", { names: "Kestrel 88hp ac17\nBram", level: "13" });
    assert.equal(view.partyNote, "2 at level 13");
    assert.deepEqual(view.party.map(({ name, ac, hp }) => [name, ac, hp]), [
      ["Kestrel", 17, "88"],
      ["Bram", 15, "94"],
    ]);
    assert.deepEqual(view.readings.map(({ edition }) => edition), ["2014", "2024"]);
    const undone = await press(`undo ${undo}`);
    assert.equal(undone.view.party.length, 0);
    const [kept] = await parties.list("guest_dm");
    assert.deepEqual(kept?.characters.map(({ name }) => name), ["Kestrel", "Bram"]);
  });
});

Deno.test("a whole party joins in one press, once", async () => {
  await withBuilderApp(async ({ press, refused, parties }) => {
    const party = await parties.start("guest_dm", { name: "Four", campaign: "" }, 13);
    assert.ok(party.ok);
    const { view } = await press("join", { party: party.value.id });
    assert.equal(view.partyNote, "4 at level 13");
    assert.deepEqual(view.readings.map(({ edition }) => edition), ["2014", "2024"]);
    assert.deepEqual(view.readings[0]?.ticks, ["4,400", "8,800", "13,600", "20,400"]);
    assert.deepEqual(view.parties, []);
    assert.match(await refused("join", { party: party.value.id }), /already/);
    const [first] = view.party;
    const left = await press("leave", { id: first?.id ?? "" });
    assert.equal(left.view.party.length, 3);
    assert.equal((await press("leave")).view.party.length, 0);
  });
});

Deno.test("both rulers follow the fight, and the advice explains the count", async () => {
  await withBuilderApp(async ({ press }) => {
    await press("stand-in", { count: "4", level: "13" });
    await press("add", { slug: "adult-red-dragon-2014" });
    await press("add", { slug: "goblin-2014", count: "6" });
    const { view } = await press("add", { slug: "cultist-2014", count: "3" });
    const [old, now] = view.readings;
    assert.deepEqual([old?.word, old?.detail], ["Deadly", "2014, 45,937 adjusted XP"]);
    assert.deepEqual([now?.word, now?.detail], ["High", "2024, 18,375 XP of 21,600"]);
    assert.deepEqual(view.advice, [
      "2014 counts 10 foes against 4: their XP times 2.5.",
      "Without the weak ones it is 18,000, hard.",
    ]);
    assert.equal(view.total, "10 foes, 18,375 XP");
  });
});

Deno.test("what fits the budget shrinks as foes come in", async () => {
  await withBuilderApp(async ({ press }) => {
    const before = (await press("stand-in", { count: "5", level: "3" })).view;
    assert.equal(before.aim, "hard");
    const after = (await press("add", { slug: "ogre-2014" })).view;
    assert.ok(before.roomXp > after.roomXp && after.roomXp > 0, `${before.roomXp} ${after.roomXp}`);
    const kept = (await press("place", { cr: "2", count: "1" })).view;
    assert.ok(kept.roomXp < after.roomXp);
  });
});

Deno.test("a suggestion is as hard as asked and leaves what is pinned alone", async () => {
  await withBuilderApp(async ({ press, refused }) => {
    assert.match(await refused("suggest", { target: "hard" }), /Say who plays/);
    await press("stand-in", { count: "5", level: "3" });
    const made = await press("suggest", { target: "hard", environment: "forest", theme: "" });
    assert.equal(made.view.readings[0]?.word, "Hard");
    const [line] = made.view.lines;
    assert.ok(line);
    await press("pin", { key: line.key });
    for (let round = 0; round < 5; round++) {
      const again = (await press("suggest", { target: "hard", environment: "forest" })).view;
      assert.ok(again.lines.some(({ key, name }) => key === line.key && name === line.name));
      assert.equal(again.readings[0]?.word, "Hard");
    }
  });
});

Deno.test("one line is rerolled, the others stay", async () => {
  await withBuilderApp(async ({ press }) => {
    await press("stand-in", { count: "5", level: "3" });
    await press("add", { slug: "ogre-2014" });
    const { view } = await press("add", { slug: "wolf-2014", count: "3" });
    const wolves = view.lines.find(({ name }) => name === "Wolf");
    const swapped = (await press("reroll", { key: wolves?.key ?? "" })).view;
    assert.ok(swapped.lines.some(({ name }) => name === "Ogre"));
    assert.ok(!swapped.lines.some(({ name }) => name === "Wolf"));
  });
});

Deno.test("a wave waits in the plan and comes in with one press", async () => {
  await withBuilderApp(async ({ press, refused }) => {
    await press("stand-in", { count: "4", level: "5" });
    const { view } = await press("add-wave");
    const wave = view.waves[0]?.id ?? "";
    assert.match(await refused("bring-wave", { wave }), /empty/);
    const filled = (await press("wave-foe", { wave, text: "3 wolf" })).view;
    assert.deepEqual(filled.waves[0]?.foes.map(({ name, count }) => [name, count]), [["Wolf", 3]]);
    assert.match(filled.waves[0]?.words ?? "", /\(2014\), .*\(2024\)$/);
    assert.match(await refused("wave-foe", { wave, text: "2 xqzzt" }), /No creature/);
    const here = (await press("bring-wave", { wave })).view;
    assert.deepEqual([lines(here), here.waves.length], [["3 Wolf"], 0]);
  });
});

Deno.test("a day of fights spends the day's budget", async () => {
  await withBuilderApp(async ({ press, newEncounter, builder }) => {
    const before = await newEncounter("The Drowned Mill");
    await builder.act(DM, before, { do: "add", slug: "ogre-2014", count: "2" });
    await press("stand-in", { count: "4", level: "3" });
    await press("add", { slug: "ogre-2014" });
    const { view } = await press("day-add", { encounter: before });
    assert.deepEqual(view.day.map(({ name, worth }) => [name, worth]), [
      ["The Drowned Mill", "1,350 XP"],
      ["Ford at Harrow", "450 XP"],
    ]);
    assert.deepEqual(view.day.map(({ left }) => left), ["3,450 left", "3,000 left"]);
    assert.deepEqual((await press("day-drop", { encounter: before })).view.day, []);
  });
});

Deno.test("a day counts what other fights keep free, and foes that fell and left", async () => {
  await withBuilderApp(async ({ press, newEncounter, builder, encounters }) => {
    const mill = await newEncounter("The Drowned Mill");
    const there = async (fields: Readonly<Record<string, string>>) => {
      const done = await builder.act(DM, mill, fields);
      assert.ok(done.ok && !done.value.bad, JSON.stringify(done));
      return done.value.view;
    };
    await press("stand-in", { count: "4", level: "3" });
    await there({ do: "add", slug: "ogre-2014" });
    await there({ do: "place", cr: "2", count: "1" });
    const worth = async () => (await press("day-add", { encounter: mill })).view.day[0]?.worth;
    assert.equal(await worth(), "1,350 XP");
    await there({ do: "add", slug: "wolf-2014" });
    await there({ do: "start" });
    const opened = await encounters.open(DM, mill);
    assert.ok(opened.ok);
    const ogre = Object.values(opened.value.state.combatants).find((combatant) =>
      combatant.name === "Ogre"
    );
    const id = ogre?.id ?? "";
    const commands = [
      { type: "SetHitPoints", id, hp: { current: 0 } },
      { type: "RemoveCombatants", ids: [id] },
    ] as const;
    const before = await worth();
    const at = Date.now();
    const applied = await encounters.apply(
      DM,
      mill,
      commands.map((command, n) => ({ id: `step-${n}`, at, seed: "00".repeat(16), command })),
      at,
    );
    assert.ok(applied.ok && applied.value.refused === undefined, JSON.stringify(applied));
    assert.equal(await worth(), before);
    // What was kept free and never came costs nothing once the fight is over.
    const ended = [{
      id: "step-9",
      at,
      seed: "00".repeat(16),
      command: { type: "EndCombat" },
    }] as const;
    assert.ok((await encounters.apply(DM, mill, ended, at)).ok);
    assert.equal(await worth(), "750 XP");
  });
});

Deno.test("a set-up kept as a template starts another fight", async () => {
  await withBuilderApp(async ({ press, newEncounter, builder, refused }) => {
    assert.match(await refused("keep-template", { name: "Nothing" }), /Add foes/);
    await press("add", { slug: "goblin-2014", count: "4" });
    await press("notes", { notes: "At night", treasure: "12 gp" });
    const kept = (await press("keep-template", { name: "Ambush" })).view;
    const other = await newEncounter("Another");
    const template = kept.templates[0]?.id ?? "";
    const done = await builder.act(DM, other, { do: "use-template", template });
    assert.ok(done.ok);
    assert.deepEqual(lines(done.value.view), ["4 Goblin"]);
    assert.equal(done.value.view.plan.treasure, "12 gp");
    assert.deepEqual((await press("drop-template", { template })).view.templates, []);
  });
});

Deno.test("a template keeps hand-made foes, the lair and figures of their own, and says the rest", async () => {
  await withBuilderApp(async ({ press, newEncounter, builder }) => {
    await press("custom", { text: "2 Thug 32hp ac11 +1", side: "foe" });
    await press("add", { slug: "ogre-2014" });
    await press("add", { slug: "ogre-2014", hp: "80", ac: "13", initiative: "3" });
    await press("lair");
    await press("custom", { text: "Ferryman", side: "party" });
    const kept = await press("keep-template", { name: "Bridge" });
    assert.equal(kept.say, "Bridge kept as a template, without Ferryman: only foes are kept.");
    const other = await newEncounter("Another");
    const template = kept.view.templates[0]?.id ?? "";
    const done = await builder.act(DM, other, { do: "use-template", template });
    assert.ok(done.ok);
    assert.deepEqual(done.value.view.lines.map(({ name, count, note }) => [name, count, note]), [
      ["Lair action", 1, "Initiative 20, loses ties"],
      ["Thug", 2, "32 HP, initiative +1, one group"],
      ["Ogre", 1, "CR 2, 59 HP, initiative −1"],
      ["Ogre", 1, "CR 2, 80 HP, initiative +3"],
    ]);
    assert.equal(done.value.say, "Set up as in Bridge.");
  });
});

Deno.test("a template keeps from players what the set-up kept: the lair, and who is not known", async () => {
  await withBuilderApp(async ({ press, newEncounter, builder, encounters, encounter }) => {
    await press("add", { slug: "ogre-2014", count: "2" });
    await press("add", { slug: "wolf-2014" });
    await press("lair");
    const opened = await encounters.open(DM, encounter);
    assert.ok(opened.ok);
    const all = Object.values(opened.value.state.combatants);
    const ids = (name: string) =>
      all.filter((candidate) => candidate.name === name).map(({ id }) => id);
    const lair = all.filter(({ kind }) => kind === "lair").map(({ id }) => id);
    const commands = [
      { type: "SetHidden", ids: lair, hidden: "until-revealed" },
      ...ids("Ogre").map((id) => ({ type: "EditCombatant", id, patch: { nameHidden: true } })),
    ] as const;
    for (const command of commands) {
      const one = {
        id: crypto.randomUUID(),
        at: 1,
        seed: "0".repeat(32),
        command: command as Command,
      };
      const done = await encounters.apply(DM, encounter, [one], 1);
      assert.ok(done.ok && done.value.refused === undefined, JSON.stringify(done));
    }
    const { view } = await press("keep-template", { name: "Masked" });
    const template = view.templates[0]?.id ?? "";
    const other = await newEncounter("Another");
    assert.ok((await builder.act(DM, other, { do: "use-template", template })).ok);
    const again = await encounters.open(DM, other);
    assert.ok(again.ok);
    const kept = Object.values(again.value.state.combatants).map((combatant) =>
      [combatant.kind, combatant.name, combatant.hidden, combatant.nameHidden].join()
    );
    assert.deepEqual(kept.sort(), [
      "lair,Lair action,until-revealed,false",
      "monster,Ogre,false,true",
      "monster,Ogre,false,true",
      "monster,Wolf,false,false",
    ]);
  });
});

Deno.test("creatures that are gone are named, and stay planned in a wave", async () => {
  await withBuilderApp(async ({ press, refused, newEncounter, builder, homebrew }) => {
    const ogre = await bySlug("ogre-2014");
    assert.ok(ogre);
    const made = await homebrew.create(DM.ownerId ?? "", { ...ogre, name: "Moss Imp" });
    assert.ok(made.ok);
    const { slug } = made.value;
    await press("add", { slug });
    await press("add", { slug: "wolf-2014" });
    const { view } = await press("keep-template", { name: "Mixed" });
    const wave = (await press("add-wave")).view.waves[0]?.id ?? "";
    await press("wave-foe", { wave, text: "2 Moss Imp" });
    await homebrew.remove(DM.ownerId, slug, true);
    assert.match(await refused("bring-wave", { wave }), /^Moss Imp: no longer in the bestiary/);
    await press("wave-foe", { wave, text: "3 wolf" });
    const here = await press("bring-wave", { wave });
    assert.equal(here.say, "Wave 2 is here, without Moss Imp: no longer in the bestiary.");
    assert.deepEqual(here.view.waves[0]?.foes.map(({ name }) => name), ["Moss Imp"]);
    const template = view.templates[0]?.id ?? "";
    const done = await builder.act(DM, await newEncounter("Another"), {
      do: "use-template",
      template,
    });
    assert.ok(done.ok);
    assert.equal(
      done.value.say,
      "Set up as in Mixed, without Moss Imp: no longer in the bestiary.",
    );
    assert.deepEqual(lines(done.value.view), ["1 Wolf"]);
  });
});

Deno.test("the fight starts with everybody's initiative, and late ones join it", async () => {
  await withBuilderApp(async ({ press, refused, encounters, encounter }) => {
    assert.match(await refused("start"), /Add somebody/);
    await press("add", { slug: "goblin-2014", count: "2" });
    const started = await press("start");
    assert.equal(started.goto, `/encounters/${encounter}`);
    const late = (await press("add", { slug: "wolf-2014", count: "2" })).view;
    assert.equal(late.status, "running");
    const opened = await encounters.open(DM, encounter);
    assert.ok(opened.ok);
    const { combatants, groups } = opened.value.state;
    for (const combatant of [...Object.values(combatants), ...Object.values(groups)]) {
      if ("memberIds" in combatant || combatant.groupId === null) {
        assert.notEqual(combatant.initiative.value, null);
      }
    }
    assert.match(await refused("suggest", { target: "hard" }), /has begun/);
  });
});

Deno.test("another person's fight is not there, whatever is pressed", async () => {
  await withBuilderApp(async ({ builder, encounter }) => {
    const stranger = { ownerId: "guest_other", seatIds: [] };
    for (const who of [stranger, { ownerId: null, seatIds: [] }]) {
      assert.equal((await builder.view(who, encounter)).ok, false);
      assert.equal((await builder.recap(who, encounter)).ok, false);
      assert.equal((await builder.carryBack(who, encounter)).ok, false);
      for (const what of ["add", "start", "share", "undo", "notes"]) {
        const done = await builder.act(who, encounter, { do: what, slug: "goblin-2014" });
        assert.ok(!done.ok && done.code === "NOT_FOUND", what);
      }
    }
  });
});

Deno.test("nonsense is refused with a sentence and changes nothing", async () => {
  await withBuilderApp(async ({ refused, builder, encounter }) => {
    for (
      const what of ["", "constructor", "more", "move", "place", "join", "wave-foe", "day-add"]
    ) {
      const say = await refused(what, {
        key: "<script>",
        cr: "99",
        count: "-3",
        wave: "",
        encounter: "x",
      });
      assert.match(say, /\w/);
    }
    const view = await builder.view(DM, encounter);
    assert.ok(view.ok && view.value.lines.length === 0);
  });
});
