import { encode } from "uqr";

/** A QR code as one path of unit squares, with the side of the whole picture in units. */
export interface QrDrawing {
  readonly path: string;
  readonly size: number;
}

/** Draws `text` (an address) as a QR code; a row's neighbours become one rectangle. */
export function qrDrawing(text: string): QrDrawing {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const parts: string[] = [];
  data.forEach((row, y) => {
    let from = -1;
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && from < 0) from = x;
      if (!row[x] && from >= 0) {
        parts.push(`M${from} ${y}h${x - from}v1h${from - x}z`);
        from = -1;
      }
    }
  });
  return { path: parts.join(""), size };
}
