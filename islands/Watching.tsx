import { useEffect } from "preact/hooks";

/** What a viewer may ask of the screen: where to look, never what happens. */
const LOOKS = new Set(["look", "look-cursor", "open-group", "pane", "log", "older", "escape"]);

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a, summary") !== null;
}

function mayPress(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return key.toLowerCase() !== "k";
  if (key === "Enter" || key === " ") return isControl(event.target);
  return key === "l" || key.length > 1 && key !== "Delete" && key !== "Backspace";
}

function mayClick({ target }: MouseEvent): boolean {
  if (!(target instanceof Element)) return true;
  const asked = target.closest("[data-do]")?.getAttribute("data-do");
  if (asked !== null && asked !== undefined) return LOOKS.has(asked);
  return target.closest("button") === null;
}

/**
 * Stands on the DM's screen of a viewer: holds back what the screen would send. The server refuses
 * it anyway; this keeps a stray key from looking as if it did something.
 */
export default function Watching({ owner }: { readonly owner: string }) {
  useEffect(() => {
    const stop = new AbortController();
    const options = { capture: true, signal: stop.signal };
    const hold = (event: Event) => {
      event.stopImmediatePropagation();
      event.preventDefault();
    };
    addEventListener("keydown", (event) => mayPress(event) || hold(event), options);
    addEventListener("click", (event) => mayClick(event) || hold(event), options);
    addEventListener("submit", hold, options);
    // Rows that are dragged or swiped would be moved; a press still becomes a click.
    addEventListener("pointerdown", (event) => event.stopImmediatePropagation(), options);
    return () => stop.abort();
  }, []);
  return <p class="watching" role="status">You watch. {owner} runs this fight.</p>;
}
