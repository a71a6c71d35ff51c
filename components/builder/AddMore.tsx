import { capital } from "@/components/ui/capital.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import { DIFFICULTIES } from "@/lib/creatures/difficulty.ts";
import { THEMES } from "@/lib/creatures/generate.ts";
import { ENVIRONMENTS } from "@/lib/creatures/stat_block.ts";
import { NumberField } from "./NumberField.tsx";
import type { BuilderView, WaveView } from "@/lib/contracts/builder_view.ts";

/** Somebody who is in no book. */
function ByHand() {
  return (
    <details class="disclosure">
      <summary class="btn">
        <Icon name="add" />By hand <kbd class="key">a</kbd>
      </summary>
      <form class="disclosure-form" method="post">
        <div class="field disclosure-wide">
          <label for="custom">Name, with a count before it</label>
          <input
            class="input"
            id="custom"
            data-once
            name="text"
            required
            maxLength={120}
            placeholder="2 Thug"
          />
        </div>
        <div class="field">
          <label for="custom-hp">HP</label>
          <input class="input" id="custom-hp" name="hp" inputmode="numeric" placeholder="10" />
        </div>
        <div class="field">
          <label for="custom-ac">AC</label>
          <input class="input" id="custom-ac" name="ac" inputmode="numeric" placeholder="12" />
        </div>
        <div class="field">
          <label for="custom-init">Initiative</label>
          <input
            class="input"
            id="custom-init"
            name="initiative"
            inputmode="text"
            placeholder="+0"
          />
        </div>
        <div class="field">
          <label for="custom-side">Side</label>
          <select class="input" id="custom-side" name="side">
            <option value="foe">Foe</option>
            <option value="party">Ally</option>
            <option value="neutral">Neutral</option>
          </select>
        </div>
        <label class="facet-box">
          <input type="checkbox" name="hidden" />Hidden
        </label>
        <button type="submit" class="btn" name="do" value="custom">Add</button>
      </form>
    </details>
  );
}

/** A whole fight by chance. */
function Suggest({ view }: { view: BuilderView }) {
  const { wish } = view.plan;
  return (
    <details class="disclosure">
      <summary class="btn">
        <Icon name="die" />Suggest
      </summary>
      <form class="disclosure-form" method="post">
        <div class="field">
          <label for="wish-t">Difficulty</label>
          <select class="input" id="wish-t" name="target">
            {DIFFICULTIES[view.edition].map((word) => (
              <option key={word} value={word} selected={word === view.aim}>{capital(word)}</option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="wish-e">Place</label>
          <select class="input" id="wish-e" name="environment">
            <option value="">Anywhere</option>
            {ENVIRONMENTS.map((item) => (
              <option key={item} value={item} selected={item === wish?.environment}>
                {capital(item)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="wish-th">Theme</label>
          <input
            class="input"
            id="wish-th"
            name="theme"
            list="themes"
            maxLength={40}
            value={wish?.theme ?? ""}
            placeholder="Any"
          />
          <datalist id="themes">
            {Object.keys(THEMES).map((item) => <option key={item} value={item} />)}
          </datalist>
        </div>
        <button type="submit" class="btn" name="do" value="suggest">
          <Icon name="die" />Make a fight
        </button>
        <p class="label disclosure-wide">
          Pinned lines stay. The die on a line swaps that one alone.
        </p>
      </form>
    </details>
  );
}

/** Foes that are only a rating yet. */
function Placeholders({ view }: { view: BuilderView }) {
  const { placeholders } = view.plan;
  return (
    <details class="disclosure" open={placeholders.length > 0}>
      <summary class="btn" data-kind="bare">Keep room</summary>
      <div class="disclosure-form">
        {placeholders.map(({ id, cr, count }) => (
          <form key={id} class="disclosure-wide line-plain" method="post">
            <span>
              {`${count} × CR ${crText(cr)}`} <span class="label">to be chosen</span>
            </span>
            <input type="hidden" name="id" value={id} />
            <button
              type="submit"
              class="btn"
              data-kind="bare"
              data-icon
              name="do"
              value="unplace"
              aria-label={`Remove ${count} of CR ${crText(cr)}`}
            >
              <Icon name="close" />
            </button>
          </form>
        ))}
        <form class="disclosure-row disclosure-wide" method="post">
          <NumberField id="place-n" name="count" label="How many" min={1} max={50} value={1} />
          <div class="field">
            <label for="place-cr">CR</label>
            <input class="input" id="place-cr" name="cr" placeholder="1/4" required />
          </div>
          <button type="submit" class="btn" name="do" value="place">Keep</button>
        </form>
      </div>
    </details>
  );
}

function Wave({ wave }: { wave: WaveView }) {
  const field = `wave-${wave.id}`;
  return (
    <section class="wave" aria-label={wave.name}>
      <div class="heading-line">
        <h3>{wave.name}</h3>
        <span class="label">{wave.words}</span>
        <form class="flow push" method="post">
          <input type="hidden" name="wave" value={wave.id} />
          <button type="submit" class="btn" name="do" value="bring-wave">Bring in</button>
          <button
            type="submit"
            class="btn"
            data-kind="bare"
            data-icon
            name="do"
            value="drop-wave"
            aria-label={`Remove ${wave.name}`}
          >
            <Icon name="close" />
          </button>
        </form>
      </div>
      {wave.foes.map((foe) => (
        <form key={foe.slug} class="line-plain" method="post">
          <span>
            {foe.count} × {foe.name} <span class="label">{foe.note}</span>
          </span>
          <input type="hidden" name="wave" value={wave.id} />
          <input type="hidden" name="slug" value={foe.slug} />
          <button
            type="submit"
            class="btn"
            data-kind="bare"
            data-icon
            name="do"
            value="drop-wave-foe"
            aria-label={`Remove ${foe.name} from ${wave.name}`}
          >
            <Icon name="close" />
          </button>
        </form>
      ))}
      <form class="field-and-button" method="post">
        <input type="hidden" name="wave" value={wave.id} />
        <label class="sr-only" for={field}>Add to {wave.name}</label>
        <input
          class="input"
          id={field}
          data-once
          name="text"
          placeholder="3 wolf"
          maxLength={120}
          required
        />
        <button type="submit" class="btn" name="do" value="wave-foe">Add</button>
      </form>
    </section>
  );
}

/** Every other way to fill the fight. */
export function AddMore({ view }: { view: BuilderView }) {
  const building = view.status === "building";
  return (
    <>
      <div class="flow disclosures">
        <ByHand />
        {building && <Suggest view={view} />}
        <Placeholders view={view} />
        <form class="flow" method="post">
          <button type="submit" class="btn" data-kind="bare" name="do" value="lair">
            Lair action
          </button>
          <button type="submit" class="btn" data-kind="bare" name="do" value="add-wave">
            Add a wave
          </button>
        </form>
      </div>
      {view.waves.map((wave) => <Wave key={wave.id} wave={wave} />)}
    </>
  );
}
