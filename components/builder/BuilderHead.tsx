import { Icon } from "@/components/ui/Icon.tsx";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import type { BuilderView } from "@/lib/contracts/builder_view.ts";

export type SaveState = "saved" | "saving" | "lost";

const WORDS: Readonly<Record<SaveState, string>> = {
  saved: "Saved",
  saving: "Saving",
  lost: "No connection. Nothing is changed until it is back.",
};

/** The fight's name, its edition, and whether everything is kept. */
export function BuilderHead({ view, save }: { view: BuilderView; save: SaveState }) {
  return (
    <div class="builder-head">
      <div class="page-head">
        <details class="rename">
          <summary aria-label={`${view.name}, rename`}>
            <h1>{view.name}</h1>
            <Icon name="edit" />
          </summary>
          <form class="field-and-button" method="post">
            <label class="sr-only" for="fight-name">Name of the fight</label>
            <input
              class="input"
              id="fight-name"
              name="name"
              value={view.name}
              maxLength={80}
              required
            />
            <button type="submit" class="btn" name="do" value="rename">Rename</button>
          </form>
        </details>
        <form method="post">
          <input type="hidden" name="do" value="edition" />
          <span class="segmented" role="group" aria-label="Rules">
            {EDITIONS.map((edition) => (
              <button
                key={edition}
                type="submit"
                name="edition"
                value={edition}
                aria-pressed={`${edition === view.edition}`}
              >
                {edition}
              </button>
            ))}
          </span>
        </form>
        <span
          class="connection push"
          role="status"
          data-connection={save === "lost" ? "off" : save === "saving" ? "queue" : undefined}
        >
          {WORDS[save]}
        </span>
      </div>
    </div>
  );
}

/** The last step: share the code, start. */
export function BuilderBar({ view }: { view: BuilderView }) {
  const started = view.status !== "building";
  return (
    <div class="builder-actions">
      <span class="muted">
        {started
          ? "The fight has begun. Who is added now rolls initiative at once."
          : "Initiative is rolled for monsters when you start. Players send theirs."}
      </span>
      <span class="push" />
      <form method="post">
        {view.code === null
          ? (
            <button type="submit" class="btn" name="do" value="share">
              <Icon name="qr" />Share
            </button>
          )
          : (
            <a
              class="btn"
              href={`/play/${view.code}?display=table`}
              target="_blank"
              rel="noopener"
              aria-label={`Share ${view.code}: the table display, with a picture to scan`}
            >
              <Icon name="qr" />Share <span class="code">{view.code}</span>
            </a>
          )}
      </form>
      <form method="post">
        <button
          type="submit"
          class="btn"
          data-kind="turn"
          data-size="big"
          name="do"
          value="start"
        >
          {started ? "Back to the fight" : "Start the fight"}
        </button>
      </form>
    </div>
  );
}
