/** What a person does on the board becomes actions: one listener a kind of event over all of it. */
import { readAction } from "@/lib/actions/tracker_action.ts";
import { actionOfKey, keyAction } from "@/lib/client/tracker/keys.ts";
import { findCombatant } from "@/lib/combat/lookup.ts";
import type { PageTools } from "./action_context.ts";
import type { Dialogs } from "./dialogs.ts";
import type { Tracker } from "./tracker.ts";

function isField(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement &&
    (target.matches("input, select, textarea") || target.isContentEditable);
}

/** Enter and Space belong to what has the focus when it is a control. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, summary") !== null;
}

/** Arrows move the cursor in the order only; other panes scroll with them. */
function arrowsAreOurs(target: EventTarget | null): boolean {
  return target === document.body ||
    (target instanceof HTMLElement && target.closest(".initiative-list") !== null);
}

/** An empty amount field lets letters through: nothing is being written yet. */
function isBlankPad(target: HTMLElement, tracker: Tracker): boolean {
  return target.dataset["field"] === "amount" &&
    tracker.trackerState.peek().pending?.kind === "pad" &&
    target instanceof HTMLInputElement && target.value === "";
}

/** Fast fingers write before the dialog they asked for is on the screen; it opens with their text. */
function isAhead({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey &&
    document.querySelector("dialog[open]") === null;
}

function onKey(event: KeyboardEvent, tracker: Tracker, dialogs: Dialogs): void {
  if (event.defaultPrevented || event.isComposing) return;
  const { target, key } = event;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k") {
    event.preventDefault();
    tracker.run({ do: "palette" });
    return;
  }
  if (tracker.trackerState.peek().dialog !== null) {
    if (dialogs.key(tracker.context, event)) event.preventDefault();
    else if (isAhead(event)) dialogs.type(tracker.context, dialogs.state.peek().text + key);
    return;
  }
  if (
    isField(target) && key !== "Escape" && !(/^[a-z]$/i.test(key) && isBlankPad(target, tracker))
  ) {
    return;
  }
  if ((key === "Enter" || key === " ") && isControl(target)) return;
  if (key.startsWith("Arrow") && !arrowsAreOurs(target)) return;
  const action = keyAction(event, dialogs.state.peek().choices);
  if (action === null) return;
  const asked = actionOfKey(action, key);
  if (asked === null) return;
  event.preventDefault();
  // A key that is held down ends one turn, not all of them.
  if (asked.do !== "next" || !event.repeat) tracker.run(asked);
}

/**
 * Applies the pending action. The focus leaves the field while nothing is changed yet: a browser that
 * has to take it from a field that goes lays the page out once more, before the frame.
 */
function applyPending(root: HTMLElement, tracker: Tracker): void {
  const { activeElement } = document;
  const inPending = activeElement !== null &&
    root.querySelector(".tracker-side .pending")?.contains(activeElement) === true;
  if (inPending) root.querySelector<HTMLElement>("#order")?.focus({ preventScroll: true });
  tracker.run({ do: "apply" });
  if (inPending && tracker.trackerState.peek().pending !== null) moveFocus(root, true);
}

function onClick(event: MouseEvent, root: HTMLElement, tracker: Tracker): void {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest<HTMLElement>("[data-do]");
  const action = button?.dataset["do"];
  if (button === null || action === undefined) return;
  if (action === "close") {
    event.preventDefault();
    button.closest("dialog")?.close();
    return;
  }
  if (action === "apply") {
    event.preventDefault();
    return applyPending(root, tracker);
  }
  if ("closes" in button.dataset) button.closest("dialog")?.close();
  const asked = readAction(action, button.dataset["v"]);
  if (asked === null) return;
  event.preventDefault();
  // The second half of a double click is no second turn.
  if (asked.do === "next" && event.detail > 1) return;
  tracker.run(asked);
  // A mouse leaves no focus behind, so that the next Enter applies the pending action.
  if (event.detail > 0) button.blur();
}

function onInput(event: Event, tracker: Tracker, dialogs: Dialogs): void {
  const { target } = event;
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  if (target.dataset["field"] === "amount") tracker.type(target.value);
  else if (target.dataset["field"] === "dialog") dialogs.type(tracker.context, target.value);
  else if (target.dataset["field"] === "type") {
    const asked = readAction("amount-type", target.value);
    if (asked !== null) tracker.run(asked);
  }
}

/** Makes the figures so that the dialog's form has; it stays open when one of them is refused. */
async function setFigures(form: HTMLFormElement, tracker: Tracker): Promise<void> {
  const { context } = tracker;
  const { figuresCommands } = await import("./figures_form.ts");
  const creature = findCombatant(context.encounter, form.dataset["id"] ?? "");
  const commands = creature === undefined ? [] : figuresCommands(creature, new FormData(form));
  if (commands.every((command) => context.send(command))) form.closest("dialog")?.close();
}

/** Listens on the board and for keys on the page; the answer stops it. */
export function listenToKeys(root: HTMLElement, tracker: Tracker, dialogs: Dialogs): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener("keydown", (event) => onKey(event, tracker, dialogs), { signal });
  root.addEventListener("click", (event) => onClick(event, root, tracker), { signal });
  root.addEventListener("input", (event) => onInput(event, tracker, dialogs), { signal });
  root.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    const { form } = event.target.dataset;
    if (form !== "pending" && form !== "figures") return;
    event.preventDefault();
    if (form === "pending") applyPending(root, tracker);
    else void setFigures(event.target, tracker);
  }, { signal });
  // A dialog's own "close" does not bubble.
  root.addEventListener("close", () => tracker.run({ do: "close" }), { signal, capture: true });
  return () => stop.abort();
}

/** The tools of this page. */
export const PAGE_TOOLS: PageTools = {
  open: (path) => void globalThis.open(path, "_blank", "noopener"),
  go: (path) => location.assign(path),
  toggleTheme() {
    const { documentElement: html } = document;
    const light = html.dataset["theme"] === undefined
      ? matchMedia("(prefers-color-scheme: light)").matches
      : html.dataset["theme"] === "light";
    const theme = light ? "dark" : "light";
    html.dataset["theme"] = theme;
    const body = new URLSearchParams({ theme, to: location.pathname });
    void fetch("/theme", { method: "POST", body, redirect: "manual" });
  },
  pressAnswer(promptId, at) {
    const prompt = document.querySelector(`[data-prompt="${CSS.escape(promptId)}"]`);
    const button = prompt?.querySelectorAll<HTMLButtonElement>(".prompt-actions .btn")[at];
    button?.click();
  },
};

/** Puts the focus where the next key is expected: in the pending action's field, or back on the order. */
export function moveFocus(root: HTMLElement, holding: boolean): void {
  const field = root.querySelector<HTMLInputElement>("#amount");
  if (holding) {
    // A finger has the pad on the screen; focus would only bring up the keyboard.
    if (matchMedia("(pointer: fine)").matches) field?.select();
    return;
  }
  const lost = document.activeElement === document.body || document.activeElement === null ||
    root.querySelector(".tracker-side")?.contains(document.activeElement) === true;
  if (lost) root.querySelector<HTMLElement>("#order")?.focus({ preventScroll: true });
}

/** Scrolls the order so that a row stands a third from the top. */
export function scrollToRow(root: HTMLElement, id: string | null): void {
  const order = root.querySelector<HTMLElement>("#order");
  const row = id === null
    ? null
    : order?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (order == null || row == null) return;
  const top = row.offsetTop - order.offsetTop - order.clientHeight / 3;
  if (order.scrollHeight > order.clientHeight) order.scrollTo({ top });
}

/** Keeps the cursor's row in sight. */
export function revealRow(root: HTMLElement, id: string | null): void {
  if (id === null) return;
  root.querySelector(`.initiative-list [data-id="${CSS.escape(id)}"]`)?.scrollIntoView({
    block: "nearest",
  });
}
