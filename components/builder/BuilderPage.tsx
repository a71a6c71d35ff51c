import { Icon } from "@/components/ui/Icon.tsx";
import type { BuilderFind, BuilderToast } from "@/lib/contracts/builder_find.ts";
import type { BuilderView } from "@/lib/contracts/builder_view.ts";
import { AddMore } from "./AddMore.tsx";
import { PlanSections } from "./PlanSections.tsx";
import { BuilderBar, BuilderHead, type SaveState } from "./BuilderHead.tsx";
import { DifficultyPanel } from "./DifficultyPanel.tsx";
import { EncounterLines } from "./EncounterLines.tsx";
import { FindPanel } from "./FindPanel.tsx";

export interface BuilderPageProps {
  readonly view: BuilderView;
  readonly find: BuilderFind;
  readonly at: number;
  readonly save: SaveState;
  readonly toast: BuilderToast | null;
}

function Toast({ toast }: { toast: BuilderToast | null }) {
  return (
    <div class="builder-toast" role="status" aria-live="polite">
      {toast !== null && toast.say !== "" && (
        <form class="toast toast-foot" method="post">
          {toast.bad && <Icon name="warning" />}
          <span>{toast.say}</span>
          {toast.undo !== "" && (
            <button type="submit" class="btn" name="do" value={`undo ${toast.undo}`}>
              Undo <kbd class="key">u</kbd>
            </button>
          )}
        </form>
      )}
    </div>
  );
}

/** The whole builder: what it shows follows from its props, on the server and in the browser. */
export function BuilderPage({ view, find, at, save, toast }: BuilderPageProps) {
  return (
    <>
      <BuilderHead view={view} save={save} />
      <div class="builder">
        <FindPanel
          find={find}
          at={at}
          aim={view.aim}
          budget={view.readings.length > 0}
          first={view.lines.length === 0}
        />
        <section aria-labelledby="in-t">
          <div class="heading-line">
            <h2 id="in-t" tabIndex={-1}>In this fight</h2>
            <span class="label">{view.total}</span>
          </div>
          <EncounterLines view={view} />
          <AddMore view={view} />
          <PlanSections view={view} />
        </section>
        <section aria-labelledby="fair-t">
          <DifficultyPanel view={view} />
        </section>
      </div>
      <Toast toast={toast} />
      <BuilderBar view={view} />
    </>
  );
}
