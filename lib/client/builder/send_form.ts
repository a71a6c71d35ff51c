/** Sends a form of the builder and takes the answer without loading the page anew. */
import { isBuilderAnswer, readAnswer } from "@/lib/client/wire.ts";
import type { BuilderAnswer } from "@/lib/contracts/builder_view.ts";

/** The fields of a form with the button that sent it. */
export function fieldsOf(form: HTMLFormElement, button: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") fields.append(name, value);
  }
  if (button instanceof HTMLButtonElement && button.name !== "") {
    fields.append(button.name, button.value);
  }
  return fields;
}

/** The answer, or undefined while nothing answers. */
export async function sendForm(fields: URLSearchParams): Promise<BuilderAnswer | undefined> {
  try {
    const response = await fetch(location.pathname, {
      method: "POST",
      headers: { accept: "application/json" },
      body: fields,
    });
    if (!response.ok) return undefined;
    return await readAnswer(response, isBuilderAnswer);
  } catch {
    return undefined;
  }
}
