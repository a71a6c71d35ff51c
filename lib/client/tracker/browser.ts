/** The few things that the tracker asks of the browser. */
import type { LocalSettings } from "./dialogs.ts";

/** The browser's storage; where it is forbidden, choices last as long as the page. */
export function browserSettings(): LocalSettings {
  const passing = new Map<string, string>();
  return {
    get(name) {
      try {
        return localStorage.getItem(name);
      } catch {
        return passing.get(name) ?? null;
      }
    },
    set(name, value) {
      passing.set(name, value);
      try {
        localStorage.setItem(name, value);
      } catch {
        // A full or forbidden storage: this page still remembers.
      }
    },
  };
}

/** Copies a text; false when the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Asks the server for a new join code; null when it cannot make one now. */
export async function requestCode(encounterId: string): Promise<string | null> {
  try {
    const response = await fetch(`/api/v1/encounters/${encounterId}/share`, { method: "POST" });
    const body: unknown = await response.json();
    return response.ok && typeof body === "object" && body !== null && "code" in body &&
        typeof body.code === "string"
      ? body.code
      : null;
  } catch {
    return null;
  }
}
