/** The line that says that this browser keeps nothing for the time without a connection. */

/** Why nothing is kept: the browser does not allow it, or has no room left. */
export type StorageProblem = "refused" | "full";

const TEXTS: Readonly<Record<StorageProblem, string>> = {
  refused: "This browser keeps nothing for the time without a connection: do not reload then.",
  full: "This device is full: a reload without a connection shows an old fight, or none.",
};

let shown = false;

/** Shows it on top of the page, once; it can be closed. */
export function showStorageNote(problem: StorageProblem): void {
  if (shown) return;
  shown = true;
  const line = document.createElement("p");
  line.className = "storage-note";
  line.setAttribute("role", "status");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn";
  close.dataset["size"] = "small";
  close.textContent = "Close";
  close.addEventListener("click", () => line.remove());
  line.append(TEXTS[problem], close);
  document.body.prepend(line);
}
