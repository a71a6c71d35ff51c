import { NO_SPELLCHECK } from "@/components/ui/field_attributes.ts";

/** Where a player types the code that the DM's screen shows. */
export function CodeForm({ title, typed, error }: {
  readonly title: string;
  readonly typed: string;
  /** What is wrong with what was typed, and what to do; empty when nothing is. */
  readonly error: string;
}) {
  return (
    <div class="wrap code-page">
      <h1>{title}</h1>
      <form class="code-form" method="get" action="/join">
        <div class="field">
          <label for="code">Code on your DM's screen</label>
          <input
            class="input"
            id="code"
            name="code"
            value={typed}
            placeholder="K4TM9RWX"
            autocomplete="off"
            autocapitalize="characters"
            {...NO_SPELLCHECK}
            maxLength={12}
            required
            aria-invalid={error === "" ? undefined : "true"}
            aria-describedby={error === "" ? undefined : "code-error"}
          />
          {error !== "" && <p class="field-error" id="code-error">{error}</p>}
        </div>
        <button type="submit" class="btn" data-kind="turn" data-size="big">Join</button>
      </form>
    </div>
  );
}
