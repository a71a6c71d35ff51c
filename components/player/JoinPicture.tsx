/** How to join, for everybody at the table to see: QR picture, address and code. */
export function JoinPicture({ code, address, drawing }: {
  readonly code: string;
  readonly address: string;
  readonly drawing: { readonly path: string; readonly size: number };
}) {
  const side = drawing.size + 4;
  return (
    <div class="table-foot">
      <svg
        class="qr"
        viewBox={`-2 -2 ${side} ${side}`}
        role="img"
        aria-label="QR code of the link to join"
      >
        <path d={drawing.path} fill="currentColor" />
      </svg>
      <p>
        <span class="muted">Join on a phone</span>
        <br />
        {new URL(address).host}/join
        <br />
        <span class="code">{code}</span>
      </p>
    </div>
  );
}
