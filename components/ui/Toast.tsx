import { Icon } from "@/components/ui/Icon.tsx";
import { triggers } from "@/lib/actions/tracker_action.ts";

export interface ToastProps {
  text: string;
  /** A refusal or fault: it stays until it is closed. */
  bad: boolean;
  /** Undo takes back what it tells of. */
  undo: boolean;
}

/** One short line at the foot. What it says is announced by the page's live regions. */
export function Toast({ text, bad, undo }: ToastProps) {
  return (
    <section class="toast toast-foot" data-toast aria-label="News">
      {bad && <Icon name="warning" />}
      <span>{text}</span>
      {undo && (
        <button type="button" class="btn" {...triggers("undo")}>
          Undo <kbd class="key">u</kbd>
        </button>
      )}
      {bad && (
        <button type="button" class="btn" data-icon aria-label="Close" {...triggers("close-toast")}>
          <Icon name="close" />
        </button>
      )}
    </section>
  );
}
