/** A form's text fields, and the one file that is its last field. */
export interface FileForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: Uint8Array;
}

/** A multipart form with one file; undefined when it is none, or holds a field twice. */
export async function readForm(
  body: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<FileForm | undefined> {
  if (!type.startsWith("multipart/form-data")) return undefined;
  let form: FormData;
  try {
    form = await new Response(body, { headers: { "content-type": type } }).formData();
  } catch {
    return undefined;
  }
  const fields: Record<string, string> = {};
  let file: Uint8Array | undefined;
  for (const [name, value] of form) {
    if (file !== undefined) return undefined;
    if (typeof value === "string") {
      if (Object.hasOwn(fields, name)) return undefined;
      fields[name] = value;
    } else if (name === "file") file = new Uint8Array(await value.arrayBuffer());
    else return undefined;
  }
  return file === undefined ? undefined : { fields, file };
}
