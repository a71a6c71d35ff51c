import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";

/** A modal dialog from the foot of the screen; the browser's own dialog keeps the focus inside. */
export function DialogFrame({ title, onClose, children }: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      class="bottom-dialog"
      ref={dialog}
      aria-labelledby="dialog-t"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="dialog-head">
        <h2 id="dialog-t">{title}</h2>
        <button
          class="btn push"
          data-kind="bare"
          data-icon
          type="button"
          aria-label="Close"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
