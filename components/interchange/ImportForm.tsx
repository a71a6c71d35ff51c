import type { JSX } from "preact";
import { NO_SPELLCHECK } from "@/components/ui/field_attributes.ts";

export interface ImportFormProps {
  /** Hosts that an address may name. */
  readonly hosts: readonly string[];
  readonly busy?: boolean;
  readonly onSubmit?: (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => void;
}

const FORMATS =
  "Improved Initiative, 5etools, Open5e, 5e-bits, DnDAppFile XML, tetra-cube, CSV, and this site's own export.";

/** File, text or address. Works without script: then the answer is a page. */
export function ImportForm({ hosts, busy = false, onSubmit }: ImportFormProps) {
  return (
    <form
      class="import-form"
      method="post"
      action="/import"
      encType="multipart/form-data"
      {...onSubmit ? { onSubmit } : {}}
    >
      <div class="field import-drop">
        <label for="import-file">File: choose it or drop it here</label>
        <input
          class="input"
          id="import-file"
          name="file"
          type="file"
          accept=".json,.xml,.csv,.monster,.txt,.gz,application/json,text/xml,text/csv"
          aria-describedby="import-formats"
        />
        <p id="import-formats" class="import-hint">{FORMATS}</p>
      </div>
      <div class="field">
        <label for="import-text">Or paste its text</label>
        <textarea
          class="input"
          id="import-text"
          name="text"
          rows={6}
          {...NO_SPELLCHECK}
          autocomplete="off"
        />
      </div>
      {hosts.length > 0 && (
        <div class="field">
          <label for="import-url">Or its address</label>
          <input
            class="input"
            id="import-url"
            name="url"
            type="url"
            placeholder={`https://${hosts[0]}/…`}
            autocomplete="off"
            aria-describedby="import-hosts"
          />
          <p id="import-hosts" class="import-hint">From {hosts.join(", ")}.</p>
        </div>
      )}
      <div class="import-actions">
        <div class="field">
          <label for="import-edition">Rules, where the file does not say</label>
          <select class="input" id="import-edition" name="edition">
            <option value="2014">2014</option>
            <option value="2024">2024</option>
          </select>
        </div>
        <input type="hidden" name="step" value="preview" />
        <button type="submit" class="btn" data-kind="turn" disabled={busy}>
          Show what is in it
        </button>
      </div>
    </form>
  );
}
