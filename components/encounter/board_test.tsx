import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { ATTRIBUTIONS } from "@/lib/creatures/attribution.ts";
import { ConnectionStatus } from "./ConnectionStatus.tsx";
import { groupHp, GroupRow } from "./GroupRow.tsx";
import { InitiativeList } from "./InitiativeList.tsx";
import { Prompts } from "./Prompts.tsx";
import { Row } from "./Row.tsx";
import { StatBlockPanel } from "./StatBlockPanel.tsx";
import { combatant, SAMPLE_ENCOUNTER } from "./testing/sample_encounter.ts";
import { sameProps } from "@/components/ui/memo.ts";
import { clockText, signed } from "@/lib/combat/text.ts";
import { fullName } from "@/lib/combat/lookup.ts";

const text = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim();
const calm = { edition: "2014", state: "wait", digit: "1", target: false, cursor: false } as const;

Deno.test("the order marks whose turn it is and who is next, each once", () => {
  const html = renderToString(
    <InitiativeList
      encounter={SAMPLE_ENCOUNTER}
      nextId="goblins"
      digits={new Map([["kestrel", "1"]])}
      targets={new Set(["kestrel"])}
      after={new Map([["bram", 82]])}
      cursor={null}
      open={null}
    />,
  );
  assert.equal(html.match(/aria-current="step"/g)?.length, 1);
  assert.equal(html.match(/>Next</g)?.length, 1);
  assert.equal(html.match(/data-state="acted"/g)?.length, 3);
  assert.match(html, /aria-pressed="true" aria-label="1, target Kestrel Vane"/);
  assert.equal(html.match(/class="bar-loss"/g)?.length, 1);
});

Deno.test("no part brings a style attribute, which the page's policy would block", () => {
  const html = renderToString(
    <>
      <StatBlockPanel
        encounter={SAMPLE_ENCOUNTER}
        id="dragon"
        live="fire-breath"
        after={new Map()}
      />
      <Prompts encounter={SAMPLE_ENCOUNTER} answering={null} />
    </>,
  );
  assert.doesNotMatch(html, /\sstyle=/);
});

Deno.test("the source's own words stand under the action that they are of", () => {
  const id = SAMPLE_ENCOUNTER.combatants["dragon"]?.blockId ?? "";
  const texts = {
    [id]: {
      entries: [{ part: "action", name: "Bite", text: "It bites." }],
      credit: ATTRIBUTIONS["2014"],
    },
  };
  const html = renderToString(
    <StatBlockPanel
      encounter={SAMPLE_ENCOUNTER}
      texts={texts}
      id="dragon"
      live={null}
      after={new Map()}
    />,
  );
  assert.match(text(html), /Bite [^<]{0,200}Full text It bites\./);
  assert.match(html, /This work includes material/);
  const without = renderToString(
    <StatBlockPanel encounter={SAMPLE_ENCOUNTER} id="dragon" live={null} after={new Map()} />,
  );
  assert.doesNotMatch(without, /<details|This work/);
});

Deno.test("a dying character shows its saves in words and marks", () => {
  const dying = combatant({
    id: "wren",
    name: "Wren",
    life: "dying",
    hp: { current: 0, max: 67, maxBonus: 0, temp: 0, dice: null },
    deathSaves: { successes: 2, failures: 1 },
  });
  const html = renderToString(<Row creature={dying} {...calm} />);
  assert.match(html, / data-dying /);
  assert.match(html, /aria-label="2 of 3 successes"/);
  assert.match(html, /aria-label="1 of 3 failures"/);
});

Deno.test("a defeated one is struck through and can be brought back", () => {
  const out = combatant({ id: "g5", name: "Goblin", label: "5", life: "defeated" });
  const html = renderToString(<Row creature={out} {...calm} />);
  assert.match(html, / data-down /);
  assert.match(html, /aria-label="Bring Goblin 5 back"/);
  assert.doesNotMatch(html, /aria-pressed/);
});

Deno.test("a hidden one says so in words", () => {
  const hidden = combatant({ id: "c", name: "Cultist", hidden: "until-turn" });
  assert.match(text(renderToString(<Row creature={hidden} {...calm} />)), /Hidden until its turn/);
});

Deno.test("a group is one row with a mark a member and the sum of its hit points", () => {
  const group = SAMPLE_ENCOUNTER.groups["goblins"];
  assert.ok(group !== undefined);
  const members = group.memberIds.flatMap((id) => SAMPLE_ENCOUNTER.combatants[id] ?? []);
  const html = renderToString(<GroupRow {...calm} group={group} members={members} open={false} />);
  assert.equal(html.match(/class="pip"/g)?.length, 6);
  assert.equal(html.match(/data-s="down"/g)?.length, 2);
  assert.match(text(html), /4 of 6/);
  assert.match(text(html), /24 \/42/);
});

Deno.test("an attack has one button to hit and one for its damage", () => {
  const html = renderToString(
    <StatBlockPanel encounter={SAMPLE_ENCOUNTER} id="dragon" live={null} after={new Map()} />,
  );
  assert.match(html, /aria-label="\+14, roll bite attack"/);
  assert.match(html, /aria-label="26, roll bite damage, average 26"/);
  assert.match(text(html), /Huge dragon, CR 17, 18,000 XP/);
});

Deno.test("every prompt can be answered or passed over", () => {
  const html = renderToString(<Prompts encounter={SAMPLE_ENCOUNTER} answering="p1" />);
  assert.match(text(html), /Orsolya Thane keeps Bless\? Con save, DC 10/);
  assert.match(text(html), /Kestrel Vane says: took 12 piercing, 71 to 59 Accept Change Refuse/);
  assert.equal(html.match(/data-do="dismiss"/g)?.length, 2);
  assert.equal(html.match(/data-answering=""/g)?.length, 1);
});

Deno.test("the connection says what waits", () => {
  const line = (kind: "sending" | "offline", pending: number) =>
    text(renderToString(<ConnectionStatus kind={kind} pending={pending} />));
  assert.equal(line("sending", 3), "3 to send");
  assert.equal(line("offline", 12), "No connection. Keep playing, 12 changes wait");
  assert.equal(line("offline", 1), "No connection. Keep playing, 1 change waits");
});

Deno.test("a row is drawn again only when something of it is another thing", () => {
  const creature = combatant({ id: "a", name: "A" });
  assert.ok(sameProps({ creature, list: [1, 2] }, { creature, list: [1, 2] }));
  assert.ok(!sameProps({ creature }, { creature: { ...creature } }));
  assert.ok(!sameProps({ list: [1] }, { list: [1, 2] }));
  assert.ok(!sameProps({ a: 1 }, { b: 1 }));
});

Deno.test("words for people", () => {
  assert.equal(signed(-2), "−2");
  assert.equal(clockText(65_900), "1:05");
  assert.equal(fullName({ name: "Goblin", label: "3" }), "Goblin 3");
});

Deno.test("exhaustion 4 of 2014 halves the maximum that a row and a group show", () => {
  const bram = SAMPLE_ENCOUNTER.combatants["bram"];
  assert.ok(bram?.hp);
  const tired = { ...bram, exhaustion: 4, hp: { ...bram.hp, current: 30, max: 88, maxBonus: 0 } };
  const row = text(renderToString(<Row creature={tired} {...calm} />));
  assert.match(row, /30 ?\/ ?44/);
  const later = renderToString(<Row {...calm} creature={tired} edition="2024" />);
  assert.match(text(later), /30 ?\/ ?88/);
  assert.deepEqual(groupHp("2014", [tired, tired]), {
    current: 60,
    max: 88,
    temp: tired.hp.temp * 2,
  });
});
