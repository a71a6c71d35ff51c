/** A form by hand: some servers want the line end behind the last boundary that Deno leaves out. */
export function multipart(
  fields: Readonly<Record<string, string | undefined>>,
  file: Uint8Array,
): { body: Uint8Array<ArrayBuffer>; type: string } {
  const boundary = `form-${crypto.randomUUID()}`;
  const encoder = new TextEncoder();
  const head =
    Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    ).join("") +
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n` +
    "Content-Type: application/octet-stream\r\n\r\n";
  const pieces = [encoder.encode(head), file, encoder.encode(`\r\n--${boundary}--\r\n`)];
  const body = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}
