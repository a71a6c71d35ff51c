import { useEffect, useRef, useState } from "preact/hooks";
import { BuildPage } from "@/components/builder/BuilderPage.tsx";
import { type BuildStart, openDesk } from "@/lib/client/builder/builder_state.ts";
import { dragLines } from "@/lib/client/builder/drag.ts";
import { fieldsOf } from "@/lib/client/builder/send_form.ts";

export type BuilderProps = BuildStart;

const TOAST_MS = 6_000;

/** The builder's forms without page loads, its search as one types, keys and dragging. */
export default function Builder(props: BuilderProps) {
  const [desk] = useState(() => openDesk(props));
  const root = useRef<HTMLDivElement>(null);
  const find = <T extends HTMLElement>(what: string) => root.current?.querySelector<T>(what);

  const search = () => {
    const form = find<HTMLFormElement>("[data-find]");
    if (form) void desk.search(form);
  };
  const send = (fields: URLSearchParams) =>
    desk.send(fields, () => {
      if (desk.find.peek().fits) search();
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
    const last = desk.find.peek().hits.length - 1;
    if (step !== 0) desk.at.value = Math.max(0, Math.min(last, desk.at.peek() + step));
    else if (key === "Enter") {
      find("[data-on] button")?.click();
      // The next name takes the place of this one; Enter again adds the same once more.
      find<HTMLInputElement>("#q")?.select();
    }
    return step !== 0 || key === "Enter";
  }

  /** Elsewhere, outside of fields: a by hand, u undo. */
  function pageKey(key: string): boolean {
    const undo = desk.toast.peek()?.undo ?? "";
    if (key === "u" && undo !== "") send(new URLSearchParams({ do: `undo ${undo}` }));
    else if (key === "a") {
      const box = find("#hand");
      const tuck = box?.closest("details");
      if (tuck) tuck.open = true;
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

  const toast = desk.toast.value;
  useEffect(() => {
    if (toast === null || toast.bad) return;
    const timer = setTimeout(() => desk.toast.value = null, TOAST_MS);
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
      <BuildPage
        view={desk.view.value}
        find={desk.find.value}
        at={desk.at.value}
        save={desk.save.value}
        toast={toast}
      />
    </div>
  );
}
