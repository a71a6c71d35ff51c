import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { ImportForm } from "@/components/interchange/ImportForm.tsx";
import {
  bringsSomething,
  countText,
  ImportDone,
  ImportReport,
} from "@/components/interchange/ImportReport.tsx";
import { sendFile, type Sending } from "@/lib/client/import/send_file.ts";
import type { ImportLine } from "@/lib/contracts/import_answer.ts";

type Phase =
  | { readonly kind: "choosing"; readonly problem: string }
  | { readonly kind: "busy"; readonly what: string; readonly done: number; readonly all: number }
  | Extract<ImportLine, { kind: "report" | "stored" }>;

type Wanted = Pick<Sending, "from" | "edition">;

/** What the form holds: a file, a text or an address; a dropped file comes first. */
function wantedOf(form: HTMLFormElement, dropped?: File): Wanted | undefined {
  const data = new FormData(form);
  const [file, text, url] = [dropped ?? data.get("file"), data.get("text"), data.get("url")];
  const edition = String(data.get("edition") ?? "2014");
  if (file instanceof File && file.size > 0) return { from: file, edition };
  if (typeof text === "string" && text.trim() !== "") return { from: new Blob([text]), edition };
  if (typeof url === "string" && url.trim() !== "") return { from: { url: url.trim() }, edition };
  return undefined;
}

/** The import page: choose, read the report, store. Without script the form posts to the page itself. */
export default function ImportFile({ hosts }: { readonly hosts: readonly string[] }) {
  const phase = useSignal<Phase>({ kind: "choosing", problem: "" });
  const wanted = useRef<Wanted>();
  const running = useRef<AbortController>();

  const send = async (step: Sending["step"], mark?: string) => {
    if (wanted.current === undefined) return;
    const what = step === "preview" ? "Reading the file" : "Storing";
    const abort = running.current = new AbortController();
    phase.value = { kind: "busy", what, done: 0, all: 0 };
    await sendFile({
      ...wanted.current,
      step,
      mark,
      signal: abort.signal,
      line: (line) => {
        if (line.kind === "progress") phase.value = { ...line, kind: "busy", what };
        else if (line.kind === "problem") phase.value = { kind: "choosing", problem: line.message };
        else phase.value = line;
      },
    });
  };
  const submit = (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    wanted.current = wantedOf(event.currentTarget);
    if (wanted.current !== undefined) return void send("preview");
    phase.value = {
      kind: "choosing",
      problem: "Choose a file, paste its text, or give its address.",
    };
  };
  const drop = (event: JSX.TargetedDragEvent<HTMLDivElement>) => {
    const file = event.dataTransfer?.files[0];
    const form = event.currentTarget.querySelector("form");
    if (file === undefined || form === null) return;
    event.preventDefault();
    wanted.current = wantedOf(form, file);
    void send("preview");
  };
  const back = () => {
    running.current?.abort();
    phase.value = { kind: "choosing", problem: "" };
  };

  const now = phase.value;
  if (now.kind === "stored") return <ImportDone report={now.report} />;
  if (now.kind === "report") {
    return (
      <ImportReport report={now.report}>
        {bringsSomething(now.report) && (
          <button
            type="button"
            class="btn"
            data-kind="turn"
            onClick={() => void send("store", now.report.mark)}
          >
            Import {countText(now.report)}
          </button>
        )}
        <button type="button" class="btn" onClick={back}>Choose another file</button>
      </ImportReport>
    );
  }
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      {now.kind === "busy" && (
        <div class="import-progress" role="status">
          <label for="import-progress">
            {now.what}
            {now.all > 0 ? `: ${now.done} of ${now.all}` : " …"}
          </label>
          <progress
            id="import-progress"
            {...now.all > 0 ? { value: now.done, max: now.all } : {}}
          />
          <button type="button" class="btn" onClick={back}>Cancel</button>
        </div>
      )}
      {now.kind === "choosing" && now.problem !== "" && (
        <p class="field-error" role="alert">{now.problem}</p>
      )}
      <div hidden={now.kind === "busy"}>
        <ImportForm hosts={hosts} onSubmit={submit} />
      </div>
    </div>
  );
}
