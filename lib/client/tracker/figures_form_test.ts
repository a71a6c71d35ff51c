import assert from "node:assert/strict";
import { boss } from "@/lib/combat/testing/boss.ts";
import { figuresCommands } from "./figures_form.ts";

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

Deno.test("a form that changes nothing sends nothing", () => {
  const drake = boss().who("drake");
  const hp = drake.hp;
  assert.ok(hp);
  assert.deepEqual(
    figuresCommands(
      drake,
      formOf({
        name: "Drake",
        notes: "",
        ac: String(drake.ac),
        current: String(hp.current),
        max: String(hp.max),
        maxBonus: "0",
        temp: "0",
        exhaustion: "0",
        legendary: "3",
        legendaryResistance: "3",
      }),
    ),
    [],
  );
});

Deno.test("each changed figure becomes its command, and all of them are accepted", () => {
  const play = boss();
  const commands = figuresCommands(
    play.who("drake"),
    formOf({
      name: "Old Cinder",
      notes: "sleeps by day",
      ac: "20",
      current: "80",
      temp: "5",
      maxBonus: "-10",
      exhaustion: "2",
      surprised: "on",
      nameHidden: "on",
      legendary: "1",
      legendaryResistance: "0",
    }),
  );
  for (const command of commands) play.run(command);
  const { name, notes, ac, hp, exhaustion, surprised, nameHidden, legendary } = play.who("drake");
  assert.deepEqual(
    { name, notes, ac, exhaustion, surprised, nameHidden, spent: legendary?.spent },
    {
      name: "Old Cinder",
      notes: "sleeps by day",
      ac: 20,
      exhaustion: 2,
      surprised: true,
      nameHidden: true,
      spent: 2,
    },
  );
  assert.deepEqual([hp?.current, hp?.temp, hp?.maxBonus], [80, 5, -10]);
});

Deno.test("what is no whole number is left as it is", () => {
  const drake = boss().who("drake");
  assert.deepEqual(figuresCommands(drake, formOf({ name: "Drake", ac: "x", max: "1.5" })), []);
});
