/** Many bare connections to a live stream; only counts and times what arrives. */

const NEWLINE = 10;

/** Frames that end in `bytes`: blank lines, counted without decoding, so that clients stay cheap. */
function framesIn(bytes: Uint8Array): number {
  let frames = 0;
  for (let at = 1; at < bytes.length; at++) {
    if (bytes[at] === NEWLINE && bytes[at - 1] === NEWLINE) frames++;
  }
  return frames;
}

export interface StreamSocket {
  /** Milliseconds (`performance.now`) of the newest bytes. */
  lastAt: number;
  /** Bytes since the last `reset`. */
  bytes: number;
  /** Frames since the last `reset`. */
  frames: number;
  readonly closed: boolean;
  reset(): void;
  /** Stops reading, as a phone in a pocket does. */
  stall(): void;
  close(): void;
}

/** Opens one stream and reads it until it is closed. */
export async function openSocket(port: number, path: string): Promise<StreamSocket> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  const request =
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  let stalled = false;
  const state = {
    lastAt: 0,
    bytes: 0,
    frames: 0,
    closed: false,
    reset() {
      state.bytes = state.frames = 0;
    },
    stall() {
      stalled = true;
    },
    close() {
      if (!state.closed) connection.close();
      state.closed = true;
    },
  };
  read(connection, state, () => stalled);
  return state;
}

async function read(
  connection: Deno.TcpConn,
  state: { lastAt: number; bytes: number; frames: number; closed: boolean },
  stalled: () => boolean,
): Promise<void> {
  const buffer = new Uint8Array(16_384);
  try {
    while (!stalled()) {
      const size = await connection.read(buffer);
      if (size === null) break;
      state.lastAt = performance.now();
      state.bytes += size;
      state.frames += framesIn(buffer.subarray(0, size));
    }
    if (!stalled()) state.closed = true;
  } catch {
    state.closed = true;
  }
}
