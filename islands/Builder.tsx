import { useEffect, useRef, useState } from "preact/hooks";
import { BuilderPage } from "@/components/builder/BuilderPage.tsx";
import { type BuilderStart, openBuilder } from "@/lib/client/builder/builder_state.ts";
import { dragLines } from "@/lib/client/builder/drag.ts";
import { fieldsOf } from "@/lib/client/builder/send_form.ts";

export type BuilderProps = BuilderStart;

const TOAST_MS = 6_000;

/** The builder's forms without page loads, its search as one types, keys and dragging. */
export default function Builder(props: BuilderProps) {
  const [builderState] = useState(() => openBuilder(props));
  const root = useRef<HTMLDivElement>(null);
  const find = <T extends HTMLElement>(what: string) => root.current?.querySelector<T>(what);

  const search = () => {
    const form = find<HTMLFormElement>("[data-find]");
    if (form) void builderState.search(form);
  };
  const send = (fields: URLSearchParams) =>
    builderState.send(fields, () => {
      if (builderState.find.peek().fits) search();
      // What had the focus may be gone with its line.
      if (document.activeElement === document.body) find("#in-t")?.focus();
    });

  function submit(event: SubmitEvent) {
    const { target: form } = event;
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    if (form.matches("[data-find]")) return search();
    send(fieldsOf(form, event.submitter));
    const rename = form.closest<HTMLDetailsElement>(".rename");
    if (rename) rename.open = false;
    else if (form.querySelector("[data-once]")) form.reset();
  }

  /** In the search field: arrows choose, Enter adds. */
  function searchKey(key: string): boolean {
    const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    const last = builderState.find.peek().hits.length - 1;
    if (step !== 0) {
      builderState.at.value = Math.max(0, Math.min(last, builderState.at.peek() + step));
    } else if (key === "Enter") {
      find("[data-on] button")?.click();
      // The next name takes the place of this one; Enter again adds the same once more.
      find<HTMLInputElement>("#q")?.select();
    }
    return step !== 0 || key === "Enter";
  }

  /** Elsewhere, outside of fields: a by hand, u undo. */
  function pageKey(key: string): boolean {
    const undo = builderState.toast.peek()?.undo ?? "";
    if (key === "u" && undo !== "") send(new URLSearchParams({ do: `undo ${undo}` }));
    else if (key === "a") {
      const box = find("#custom");
      const details = box?.closest("details");
      if (details) details.open = true;
      box?.focus();
    } else return false;
    return true;
  }

  function keys(event: KeyboardEvent) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    const inField = target.matches("input, select, textarea");
    const taken = target.id === "q" ? searchKey(key) : !inField && pageKey(key);
    if (taken) event.preventDefault();
  }

  useEffect(() => {
    addEventListener("keydown", keys);
    // What was typed before this page came alive counts too.
    if (find<HTMLInputElement>("#q")?.value !== props.find.query.q) search();
    const stop = root.current &&
      dragLines(
        root.current,
        (key, before) => send(new URLSearchParams({ do: "move", key, before })),
      );
    return () => {
      removeEventListener("keydown", keys);
      stop?.();
    };
  }, []);

  const toast = builderState.toast.value;
  useEffect(() => {
    if (toast === null || toast.bad) return;
    const timer = setTimeout(() => builderState.toast.value = null, TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast]);

  return (
    <div
      ref={root}
      onSubmit={submit}
      onInput={({ target }) => {
        if (target instanceof Element && target.closest("[data-find]")) search();
      }}
    >
      <BuilderPage
        view={builderState.view.value}
        find={builderState.find.value}
        at={builderState.at.value}
        save={builderState.save.value}
        toast={toast}
      />
    </div>
  );
}
