import { Icon } from "@/components/ui/Icon.tsx";
import { NO_SPELLCHECK } from "@/components/ui/field_attributes.ts";
import { NumberField } from "./NumberField.tsx";
import type { BuilderView } from "@/lib/contracts/builder_view.ts";
import { DifficultyMeter } from "./DifficultyMeter.tsx";

/** Rates the fight before anybody has a party here. */
function StandIn({ view }: { view: BuilderView }) {
  const { standIn } = view.plan;
  return (
    <form class="disclosure-row" method="post">
      <NumberField
        id="stand-n"
        name="count"
        label="Characters"
        min={1}
        max={12}
        value={standIn?.count ?? 4}
      />
      <NumberField
        id="stand-l"
        name="level"
        label="Level"
        min={1}
        max={20}
        value={standIn?.level ?? 1}
      />
      <button type="submit" class="btn" name="do" value="stand-in">Rate it</button>
    </form>
  );
}

function Join({ view }: { view: BuilderView }) {
  return (
    <form class="field-and-button" method="post">
      <select class="input" name="party" aria-label="Party">
        {view.parties.map(({ id, name, note }) => (
          <option key={id} value={id}>{`${name}, ${note}`}</option>
        ))}
      </select>
      <button type="submit" class="btn" name="do" value="join">Add the party</button>
    </form>
  );
}

const EXAMPLE = "Kestrel 88hp ac17\nOrsolya\nBram";

/** The party by its names: what else there is to say of them can wait. */
function Names({ view }: { view: BuilderView }) {
  return (
    <form class="disclosure-form" method="post">
      <div class="field disclosure-wide">
        <label for="party-names">Names, one to a line; HP and AC if you like</label>
        <textarea
          class="input"
          id="party-names"
          name="names"
          rows={4}
          maxLength={2000}
          required
          {...NO_SPELLCHECK}
          placeholder={EXAMPLE}
        />
      </div>
      <NumberField
        id="party-level"
        name="level"
        label="Their level"
        min={1}
        max={20}
        value={view.plan.standIn?.level ?? 1}
      />
      <button type="submit" class="btn" name="do" value="names">Add them</button>
    </form>
  );
}

function PartyTable({ view }: { view: BuilderView }) {
  return (
    <table class="data-table">
      <thead>
        <tr>
          <th scope="col">Character</th>
          <th scope="col" data-n>AC</th>
          <th scope="col" data-n>HP</th>
          <th scope="col" data-n>Passive</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {view.party.map((row) => (
          <tr key={row.id}>
            <td>
              <span class="name">{row.name}</span>
              {row.level !== null && <span class="label line-level">Level {row.level}</span>}
            </td>
            <td data-n>{row.ac}</td>
            <td data-n>{row.hp}</td>
            <td data-n>{row.passive}</td>
            <td data-n>
              <form method="post">
                <input type="hidden" name="id" value={row.id} />
                <button
                  type="submit"
                  class="btn"
                  data-kind="bare"
                  data-icon
                  name="do"
                  value="leave"
                  aria-label={`Take ${row.name} out`}
                >
                  <Icon name="close" />
                </button>
              </form>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Party({ view }: { view: BuilderView }) {
  if (view.party.length === 0) {
    return (
      <>
        <h2>Who plays?</h2>
        {view.parties.length > 0 && <Join view={view} />}
        {view.parties.length > 0
          ? (
            <details class="disclosure">
              <summary class="btn" data-kind="bare">Somebody else</summary>
              <Names view={view} />
            </details>
          )
          : <Names view={view} />}
        <p class="label">Or rate it for a number of them</p>
        <StandIn view={view} />
      </>
    );
  }
  return (
    <>
      <div class="heading-line">
        <h2>The party</h2>
        <span class="label">{view.partyNote}</span>
        <form class="push" method="post">
          <button type="submit" class="btn" data-kind="bare" name="do" value="leave">
            Take all out
          </button>
        </form>
      </div>
      <PartyTable view={view} />
      {view.parties.length > 0 && <Join view={view} />}
    </>
  );
}

/** Both editions' rulers, why they stand there, and who plays. */
export function DifficultyPanel({ view }: { view: BuilderView }) {
  return (
    <>
      <h2 id="fair-t">Is it fair?</h2>
      {view.readings.length === 0
        ? <p class="muted">Say who plays, and both editions’ rulers show it.</p>
        : view.readings.map((reading) => (
          <DifficultyMeter
            key={reading.edition}
            reading={reading}
          />
        ))}
      {view.advice.length > 0 && <p class="muted">{view.advice.join(" ")}</p>}
      <hr />
      <Party view={view} />
    </>
  );
}
