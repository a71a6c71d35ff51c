/** Files for visitors to keep. */

export interface Download {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** A file as an answer that no cache keeps and every browser saves. */
export function download({ name, type, text }: Download): Response {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, "-");
  return new Response(text, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${safe}"`,
      "cache-control": "no-store",
    },
  });
}

/** Where this site serves the JSON Schema of its export. */
export function schemaUrl(url: URL): string {
  return new URL("/schemas/export-1.json", url).href;
}
