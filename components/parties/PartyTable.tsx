import { capital } from "@/components/ui/capital.ts";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import type { Character } from "@/lib/contracts/character.ts";

const DICE = ["d6", "d8", "d10", "d12"] as const;
function leftOf(pool: { readonly max: number; readonly spent: number }): string {
  return `${pool.max - pool.spent}/${pool.max}`;
}

/** "4/5 d10". */
export function hitDiceText(character: Character): string {
  return DICE.flatMap((die) => {
    const pool = character.hitDice[die];
    return pool && pool.max > 0 ? [`${leftOf(pool)} ${die}`] : [];
  }).join(", ");
}

/** "1st 4/4, 2nd 1/3, pact 2/2". */
export function slotsText(character: Character): string {
  const ordinals = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"];
  const slots = character.slots.flatMap((pool, level) =>
    pool.max > 0 ? [`${ordinals[level] ?? ""} ${leftOf(pool)}`] : []
  );
  if (character.pact) slots.push(`pact ${leftOf(character.pact)}`);
  return slots.join(", ");
}

function notesOf(character: Character): string {
  return [
    ...character.conditions.map(capital),
    ...character.exhaustion > 0 ? [`Exhaustion ${character.exhaustion}`] : [],
    ...character.hp.maxBonus === 0
      ? []
      : [`maximum ${character.hp.maxBonus > 0 ? "+" : ""}${character.hp.maxBonus}`],
  ].join(", ");
}

function Row({ one, party }: { one: Character; party: string }) {
  const classes = one.classes.map(({ name, level }) => `${name} ${level}`).join(", ");
  return (
    <tr>
      <th scope="row">
        <a class="name" href={`/parties/${party}/characters/${one.id}`}>
          <Portrait portrait={one.portrait} size="row" /> {one.name}
        </a>
        <span class="label">{[classes, one.player].filter(Boolean).join(". ")}</span>
      </th>
      <td data-n>{one.ac}</td>
      <td data-n>
        <span class="hp-edit">
          <input
            class="input"
            name={`hp-${one.id}`}
            aria-label={`Hit points of ${one.name}`}
            value={one.hp.current}
            inputmode="numeric"
            autocomplete="off"
          />
          <span>/ {one.hp.max + one.hp.maxBonus}</span>
        </span>
      </td>
      <td data-n>
        <input
          class="input temp-edit"
          name={`temp-${one.id}`}
          aria-label={`Temporary hit points of ${one.name}`}
          value={one.hp.temp}
          inputmode="numeric"
          autocomplete="off"
        />
      </td>
      <td>{hitDiceText(one)}</td>
      <td>{slotsText(one)}</td>
      <td>{notesOf(one)}</td>
    </tr>
  );
}

/** Everybody with what carries from fight to fight; hit points can be typed. */
export function PartyTable({ party, characters }: {
  party: string;
  characters: readonly Character[];
}) {
  return (
    <form method="post" action={`/parties/${party}`}>
      <div class="table-scroll" role="region" aria-label="Characters" tabIndex={0}>
        <table class="data-table party-table">
          <thead>
            <tr>
              <th scope="col">Character</th>
              <th scope="col" data-n>AC</th>
              <th scope="col" data-n>Hit points</th>
              <th scope="col" data-n>Temporary</th>
              <th scope="col">Hit dice</th>
              <th scope="col">Spell slots</th>
              <th scope="col">Lasting</th>
            </tr>
          </thead>
          <tbody>
            {characters.map((character) => (
              <Row
                key={character.id}
                one={character}
                party={party}
              />
            ))}
          </tbody>
        </table>
      </div>
      <button type="submit" class="btn" name="do" value="hp">
        <Icon name="check" />Keep hit points
      </button>
    </form>
  );
}
