/** What the forms of a party's page do. */
import { z } from "zod";
import type { Character, HitDie, Party } from "@/lib/contracts/character.ts";
import { HIT_DICE } from "@/lib/contracts/character.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { readCharacter } from "./character_form.ts";
import { maximumOf } from "./character.ts";
import type { Parties } from "./parties.ts";
import { longRest, shortRest, type SpentDie } from "./rest.ts";

export type PartyFields = Readonly<Record<string, string>>;

export interface PartyActionDeps {
  readonly parties: Parties;
  readonly newId: () => string;
  /** A die's result, 1 to `sides`. */
  readonly roll: (sides: number) => number;
}

/** Where the page goes after a form. */
export interface PartyDone {
  readonly say: string;
  readonly goto: string | null;
}

type Act = (
  deps: PartyActionDeps,
  owner: string,
  party: string,
  fields: PartyFields,
) => Promise<Result<PartyDone>>;

const told = (result: Result<unknown>, say: string, goto: string | null = null) =>
  result.ok ? ok({ say, goto }) : result;

const edition = (fields: PartyFields) => z.enum(EDITIONS).catch("2014").parse(fields["edition"]);

const everybody = (party: Party, change: (one: Character) => Character): Party => ({
  ...party,
  characters: party.characters.map(change),
});

const rename: Act = async ({ parties }, owner, id, fields) => {
  const name = (fields["name"] ?? "").trim();
  if (name === "") return refuse("INVALID_INPUT", "Write a name for the party.");
  const campaign = (fields["campaign"] ?? "").trim();
  return told(
    await parties.change(owner, id, "Name changed", (party) => ({ ...party, name, campaign })),
    "Name changed.",
  );
};

/** A character from the few figures that a fight needs; the rest can follow on its own page. */
const add: Act = async ({ parties, newId }, owner, id, fields) => {
  const made = readCharacter({ ...fields, speeds: "30 ft" }, newId());
  if (!made.ok) {
    const [issue] = made.issues ?? [];
    return refuse("INVALID_INPUT", issue?.message ?? made.message);
  }
  const { name } = made.value;
  const done = await parties.change(owner, id, `${name} added`, (party) => ({
    ...party,
    characters: [...party.characters, made.value],
  }));
  return told(done, `${name} added.`);
};

const remove: Act = async ({ parties }, owner, id, fields) => {
  const gone = fields["character"];
  const opened = await parties.open(owner, id);
  const name = opened.ok
    ? opened.value.party.characters.find((one) => one.id === gone)?.name ?? "Nobody"
    : "";
  const done = await parties.change(owner, id, `${name} removed`, (party) => ({
    ...party,
    characters: party.characters.filter((one) => one.id !== gone),
  }));
  return told(done, `${name} removed.`);
};

const whole = (text: string | undefined, otherwise: number) =>
  text !== undefined && /^\d{1,4}$/.test(text.trim()) ? Number(text) : otherwise;

/** Hit points and temporary ones of everybody at once. */
const hitPoints: Act = async ({ parties }, owner, id, fields) =>
  told(
    await parties.change(owner, id, "Hit points changed", (party) =>
      everybody(party, (one) => ({
        ...one,
        hp: {
          ...one.hp,
          current: Math.min(maximumOf(one), whole(fields[`hp-${one.id}`], one.hp.current)),
          temp: whole(fields[`temp-${one.id}`], one.hp.temp),
        },
      }))),
    "Hit points kept.",
  );

function spentDice(
  character: Character,
  fields: PartyFields,
  roll: PartyActionDeps["roll"],
): SpentDie[] {
  return HIT_DICE.flatMap((die: HitDie) => {
    const pool = character.hitDice[die];
    const left = pool ? pool.max - pool.spent : 0;
    const count = Math.min(left, whole(fields[`dice-${character.id}-${die}`], 0));
    return Array.from({ length: count }, () => ({ die, rolled: roll(Number(die.slice(1))) }));
  });
}

const rest: Act = async ({ parties, roll }, owner, id, fields) => {
  const rules = edition(fields);
  const healed: string[] = [];
  const done = await parties.change(
    owner,
    id,
    "Short rest taken",
    (party) =>
      everybody(party, (one) => {
        const after = shortRest(one, spentDice(one, fields, roll), rules);
        const gain = after.hp.current - one.hp.current;
        if (gain > 0) healed.push(`${one.name} +${gain}`);
        return after;
      }),
  );
  const said = healed.length === 0 ? "" : ` ${healed.join(", ")}.`;
  return told(done, `Short rest taken.${said}`);
};

const sleep: Act = async ({ parties }, owner, id, fields) =>
  told(
    await parties.change(owner, id, "Long rest taken", (party) =>
      everybody(party, (one) =>
        longRest(one, edition(fields)))),
    "Long rest taken.",
  );

const remade: Act = async ({ parties }, owner, id) => {
  const made = await parties.copy(owner, id);
  return made.ok ? ok({ say: "This is the copy.", goto: `/parties/${made.value.id}` }) : made;
};

const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ["rename", rename],
  ["add", add],
  ["remove", remove],
  ["hp", hitPoints],
  ["rest", rest],
  ["sleep", sleep],
  ["copy", remade],
  [
    "undo",
    async ({ parties }, owner, id) => told(await parties.undo(owner, id), "Taken back."),
  ],
  [
    "default",
    async ({ parties }, owner, id) =>
      told(await parties.makeDefault(owner, id), "Offered first from now on."),
  ],
  [
    "delete",
    async ({ parties }, owner, id) =>
      told(await parties.remove(owner, id, true), "", `/parties?deleted=${id}`),
  ],
]);

/** Carries out the form named by `fields.do` on a visitor's party. */
export async function partyAction(
  deps: PartyActionDeps,
  owner: string | null,
  id: string,
  fields: PartyFields,
): Promise<Result<PartyDone>> {
  const act = ACTS.get(fields["do"] ?? "");
  if (act === undefined) return refuse("INVALID_INPUT", "Choose what to do.");
  if (owner === null) return refuse("NOT_FOUND", "That party is not here.");
  return await act(deps, owner, id, fields);
}
