import type { Character } from "@/lib/contracts/character.ts";

const DICE = ["d6", "d8", "d10", "d12"] as const;

function Rules() {
  return (
    <div class="field">
      <label for="rest-rules">Rules</label>
      <select class="input" id="rest-rules" name="edition">
        <option value="2014">2014</option>
        <option value="2024">2024</option>
      </select>
    </div>
  );
}

function DiceOf({ one }: { one: Character }) {
  const pools = DICE.flatMap((die) => {
    const pool = one.hitDice[die];
    const left = pool ? pool.max - pool.spent : 0;
    return left > 0 ? [{ die, left }] : [];
  });
  const missing = one.hp.max + one.hp.maxBonus - one.hp.current;
  return (
    <li>
      <span class="name">{one.name}</span>
      <span class="label">{missing > 0 ? `${missing} hit points short` : "Unhurt"}</span>
      <span class="rest-dice">
        {pools.length === 0 && <span class="label">No hit dice left</span>}
        {pools.map(({ die, left }) => (
          <label key={die}>
            <select
              class="input"
              name={`dice-${one.id}-${die}`}
              aria-label={`${die} of ${one.name}`}
            >
              {Array.from(
                { length: left + 1 },
                (_, count) => <option key={count} value={count}>{count}</option>,
              )}
            </select>
            {die}
          </label>
        ))}
      </span>
    </li>
  );
}

/** Short rest with the hit dice that are spent, and long rest. */
export function RestForms({ party, characters }: {
  party: string;
  characters: readonly Character[];
}) {
  return (
    <section class="rests" aria-labelledby="rest-t">
      <h2 id="rest-t">Rest</h2>
      <form class="rest-form" method="post" action={`/parties/${party}`}>
        <ul class="rest-list" aria-label="Hit dice to spend">
          {characters.map((character) => <DiceOf key={character.id} one={character} />)}
        </ul>
        <div class="rest-actions">
          <Rules />
          <button type="submit" class="btn" name="do" value="rest">Short rest</button>
          <button type="submit" class="btn" name="do" value="sleep">Long rest</button>
        </div>
        <p class="label">
          A short rest rolls the hit dice chosen here and brings pact slots back. A long rest
          restores hit points, slots and hit dice by the rules chosen.
        </p>
      </form>
    </section>
  );
}
