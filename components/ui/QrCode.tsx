import { encode } from "uqr";

/** The dark squares as one path: runs of a line become one rectangle each. */
function squares(rows: readonly (readonly boolean[])[]): string {
  return rows.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1] === true) return [];
      const end = row.indexOf(false, x);
      const width = (end < 0 ? row.length : end) - x;
      return [`M${x} ${y}h${width}v1h${-width}z`];
    })
  ).join("");
}

/** A QR code, always black on white; the label says where it leads. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 0 });
  return (
    <svg class="qr" viewBox={`-2 -2 ${size + 4} ${size + 4}`} role="img" aria-label={label}>
      <path d={squares(data)} />
    </svg>
  );
}
