import { memo } from "@/components/ui/memo.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";

/** A piece of a log line; strong ones are who and whom. */
export interface LogPiece {
  text: string;
  strong?: boolean | undefined;
}

export interface LogLineProps {
  /** Version of the entry that it tells of. */
  version: number;
  pieces: readonly LogPiece[];
  /** "R3", a time, or nothing. */
  note: string;
  undone: boolean;
  /** It is the step that Undo takes back. */
  last: boolean;
  /** Undo can go back to just before it. */
  undoable: boolean;
}

export const Line = memo(function Line(props: LogLineProps) {
  const { version, pieces, note, undone, last, undoable } = props;
  return (
    <li data-undone={undone ? "" : undefined}>
      <span>
        {pieces.map((piece, at) => piece.strong ? <b key={at}>{piece.text}</b> : piece.text)}
      </span>
      {last
        ? <button type="button" class="btn" data-kind="bare" {...triggers("undo")}>Undo</button>
        : undone
        ? <span class="label">Undone</span>
        : (
          <span class="log-side" data-back={undoable ? "" : undefined}>
            <span class="label">{note}</span>
            {undoable && (
              <button
                type="button"
                class="btn log-back"
                data-kind="bare"
                {...triggers({ do: "undo-to", version })}
              >
                Undo to here
              </button>
            )}
          </span>
        )}
    </li>
  );
});

/** What happened, newest first, with the way back. */
export function Log({ lines, canRedo, all, more }: {
  lines: readonly LogLineProps[];
  canRedo: boolean;
  /** Shows every round, not only this one. */
  all: boolean;
  /** Older entries can be loaded. */
  more: boolean;
}) {
  return (
    <>
      <div class="section-head">
        <h2 id="log-t">Log</h2>
        <span class="push log-tools">
          {canRedo && (
            <button type="button" class="btn" data-kind="bare" {...triggers("redo")}>Redo</button>
          )}
          <button
            type="button"
            class="btn"
            data-kind="bare"
            aria-pressed={`${all}`}
            {...triggers("log")}
          >
            {all ? "Last lines" : "All rounds"} <kbd class="key">l</kbd>
          </button>
        </span>
      </div>
      {lines.length === 0 && <p class="empty-note">What happens is written here.</p>}
      <ol class="log">
        {lines.map((line) => <Line key={line.version} {...line} />)}
      </ol>
      {all && more && (
        <p class="empty-note">
          <button type="button" class="btn" {...triggers("older")}>Older entries</button>
        </p>
      )}
    </>
  );
}
