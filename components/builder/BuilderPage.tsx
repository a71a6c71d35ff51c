import { Icon } from "@/components/ui/Icon.tsx";
import type { BuildFind, BuildToast } from "@/lib/contracts/builder_find.ts";
import type { BuildView } from "@/lib/contracts/builder_view.ts";
import { AddMore } from "./AddMore.tsx";
import { Around } from "./Around.tsx";
import { BuildDock, BuildHead, type SaveState } from "./BuilderHead.tsx";
import { Fairness } from "./DifficultyPanel.tsx";
import { FightLines } from "./EncounterLines.tsx";
import { FindPanel } from "./FindPanel.tsx";

export interface BuildPageProps {
  readonly view: BuildView;
  readonly find: BuildFind;
  readonly at: number;
  readonly save: SaveState;
  readonly toast: BuildToast | null;
}

function Toast({ toast }: { toast: BuildToast | null }) {
  return (
    <div class="build-toast" role="status" aria-live="polite">
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
export function BuildPage({ view, find, at, save, toast }: BuildPageProps) {
  return (
    <>
      <BuildHead view={view} save={save} />
      <div class="build">
        <FindPanel
          find={find}
          at={at}
          aim={view.aim}
          budget={view.gauges.length > 0}
          first={view.lines.length === 0}
        />
        <section aria-labelledby="in-t">
          <div class="now-line">
            <h2 id="in-t" tabIndex={-1}>In this fight</h2>
            <span class="label">{view.total}</span>
          </div>
          <FightLines view={view} />
          <AddMore view={view} />
          <Around view={view} />
        </section>
        <section aria-labelledby="fair-t">
          <Fairness view={view} />
        </section>
      </div>
      <Toast toast={toast} />
      <BuildDock view={view} />
    </>
  );
}
