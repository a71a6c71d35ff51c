import { Icon } from "@/components/ui/Icon.tsx";
import type { BuilderView } from "@/lib/contracts/builder_view.ts";

function Day({ view }: { view: BuilderView }) {
  return (
    <details class="disclosure" open={view.day.length > 0}>
      <summary class="btn" data-kind="bare">The day</summary>
      <div class="disclosure-block">
        {view.day.length > 0 && (
          <ol class="day-list">
            {view.day.map((row) => (
              <li key={row.id}>
                <form class="line-plain" method="post">
                  <span>
                    <span class="name">{row.here ? `${row.name}, this one` : row.name}</span>{" "}
                    <span class="label">
                      {[row.worth, row.left, row.rest ? "then a short rest" : ""].filter(Boolean)
                        .join(", ")}
                    </span>
                  </span>
                  {!row.here && (
                    <>
                      <input type="hidden" name="encounter" value={row.id} />
                      <button
                        type="submit"
                        class="btn"
                        data-kind="bare"
                        data-icon
                        name="do"
                        value="day-drop"
                        aria-label={`Take ${row.name} out of the day`}
                      >
                        <Icon name="close" />
                      </button>
                    </>
                  )}
                </form>
              </li>
            ))}
          </ol>
        )}
        {view.otherEncounters.length === 0
          ? (
            <p class="label">
              Other open fights of yours can come before this one on the same day.
            </p>
          )
          : (
            <form class="field-and-button" method="post">
              <select class="input" name="encounter" aria-label="An earlier fight of the day">
                {view.otherEncounters.map(({ id, name }) => (
                  <option key={id} value={id}>{name}</option>
                ))}
              </select>
              <button type="submit" class="btn" name="do" value="day-add">Comes before</button>
            </form>
          )}
      </div>
    </details>
  );
}

function Notes({ view }: { view: BuilderView }) {
  const some = view.notes !== "" || view.plan.treasure !== "";
  return (
    <details class="disclosure" open={some}>
      <summary class="btn" data-kind="bare">Notes and treasure</summary>
      <form class="disclosure-block" method="post">
        <div class="field">
          <label for="notes">Notes, for you alone</label>
          <textarea class="input" id="notes" name="notes" rows={3} maxLength={20_000}>
            {view.notes}
          </textarea>
        </div>
        <div class="field">
          <label for="treasure">Treasure and other XP</label>
          <textarea class="input" id="treasure" name="treasure" rows={2} maxLength={4_000}>
            {view.plan.treasure}
          </textarea>
        </div>
        <button type="submit" class="btn" name="do" value="notes">Keep the notes</button>
      </form>
    </details>
  );
}

function Templates({ view }: { view: BuilderView }) {
  return (
    <details class="disclosure">
      <summary class="btn" data-kind="bare">Templates</summary>
      <div class="disclosure-block">
        {view.templates.length > 0 && (
          <form class="field-and-button" method="post">
            <select class="input" name="template" aria-label="Template">
              {view.templates.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
            <span class="flow">
              <button type="submit" class="btn" name="do" value="use-template">Set up so</button>
              <button
                type="submit"
                class="btn"
                data-kind="bare"
                name="do"
                value="drop-template"
              >
                Delete
              </button>
            </span>
          </form>
        )}
        <form class="field-and-button" method="post">
          <label class="sr-only" for="template">Name of the template</label>
          <input
            class="input"
            id="template"
            name="name"
            maxLength={80}
            placeholder="Keep this set-up as"
            required
          />
          <button type="submit" class="btn" name="do" value="keep-template">Keep</button>
        </form>
      </div>
    </details>
  );
}

/** What stands around the fight: the day, notes and treasure, templates. */
export function PlanSections({ view }: { view: BuilderView }) {
  return (
    <div class="plan-sections">
      <Day view={view} />
      <Notes view={view} />
      <Templates view={view} />
    </div>
  );
}
