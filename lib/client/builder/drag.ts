/** Dragging a line by its grip, with a mouse, a pen or a finger; the buttons do the same. */

/** Calls `drop` with the line that was dragged and the one it was dropped before ("" = last). */
export function dragLines(
  root: HTMLElement,
  drop: (key: string, before: string) => void,
): () => void {
  const start = (event: PointerEvent) => {
    const grip = event.target instanceof Element ? event.target.closest("[data-grip]") : null;
    const line = grip?.closest<HTMLElement>("[data-key]");
    if (!grip || !line) return;
    event.preventDefault();
    const lines = [...root.querySelectorAll<HTMLElement>("[data-key]")];
    const end = new AbortController();
    let before: string | undefined;
    line.dataset["drag"] = "";
    const over = ({ clientY }: PointerEvent) => {
      const target = lines.find((element) => {
        const { top, height } = element.getBoundingClientRect();
        return clientY < top + height / 2;
      });
      before = target?.dataset["key"] ?? "";
      for (const element of lines) {
        element.toggleAttribute("data-drop", element === target && element !== line);
      }
    };
    const finish = (dropped: boolean) => {
      end.abort();
      delete line.dataset["drag"];
      for (const element of lines) element.removeAttribute("data-drop");
      const key = line.dataset["key"] ?? "";
      const after = lines[lines.indexOf(line) + 1]?.dataset["key"] ?? "";
      if (dropped && before !== undefined && before !== key && before !== after) drop(key, before);
    };
    const { signal } = end;
    addEventListener("pointermove", over, { signal });
    addEventListener("pointerup", () => finish(true), { signal });
    addEventListener("pointercancel", () => finish(false), { signal });
  };
  root.addEventListener("pointerdown", start);
  return () => root.removeEventListener("pointerdown", start);
}
