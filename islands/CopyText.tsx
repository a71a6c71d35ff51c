import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "@/components/ui/Icon.tsx";

/** Copies a text field of the page. Without scripts the field can be copied by hand. */
export default function CopyText({ field }: { field: string }) {
  const live = useSignal(false);
  const copied = useSignal(false);
  useEffect(() => void (live.value = true), []);

  async function copy() {
    const box = document.getElementById(field);
    if (!(box instanceof HTMLTextAreaElement)) return;
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      // Where the clipboard is closed to pages, the text stands ready to be copied.
      box.select();
      return;
    }
    copied.value = true;
  }

  return (
    <span>
      <button type="button" class="btn" disabled={!live.value} onClick={copy}>
        <Icon name={copied.value ? "check" : "copy"} />
        {copied.value ? "Copied" : "Copy"}
      </button>
      <span class="sr-only" role="status">{copied.value ? "Copied." : ""}</span>
    </span>
  );
}
