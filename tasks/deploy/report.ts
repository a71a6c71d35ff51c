// What a deployment says: lines for the person who watches, and the same as JSON lines in a file.

/** One thing that happened. */
export interface Happening {
  readonly step: string;
  readonly state: "started" | "done" | "failed" | "note" | "skipped";
  readonly detail?: string;
  readonly ms?: number;
}

export interface Report {
  tell(happening: Happening): void;
}

const SIGN: Readonly<Record<Happening["state"], string>> = {
  started: "…",
  done: "✓",
  failed: "✗",
  note: " ",
  skipped: "-",
};

/** The line for a person. */
export function lineOf({ step, state, detail, ms }: Happening): string {
  const took = ms === undefined ? "" : ` (${(ms / 1_000).toFixed(1)} s)`;
  return `${SIGN[state]} ${step.padEnd(10)}${detail === undefined ? "" : ` ${detail}`}${took}`
    .trimEnd();
}

/** Writes to the terminal (or JSON there, with `json`) and always to the file of this run. */
export async function openReport(
  path: string,
  json: boolean,
  known: Readonly<Record<string, string>>,
): Promise<Report & { close(): void }> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const file = await Deno.open(path, { create: true, append: true });
  return {
    tell(happening) {
      const object = JSON.stringify({ time: new Date().toISOString(), ...known, ...happening });
      // A full disk or a closed terminal must not end a deployment half-way.
      try {
        file.writeSync(new TextEncoder().encode(object + "\n"));
      } catch {
        // The terminal has it.
      }
      try {
        console.log(
          json ? object : `${new Date().toTimeString().slice(0, 8)} ${lineOf(happening)}`,
        );
      } catch {
        // The file has it.
      }
    },
    close: () => file.close(),
  };
}
