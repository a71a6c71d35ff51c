import type { PictureType } from "@/lib/contracts/picture_limits.ts";

/** What the first bytes of a picture say. */
export interface ImageHead {
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
}

/**
 * Type and size of a picture by its own bytes, whatever its sender called it. Undefined for
 * everything that is none of the four formats, or whose head makes no sense.
 */
export function imageHead(bytes: Uint8Array): ImageHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const head = png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
    return head && head.width > 0 && head.height > 0 ? head : undefined;
  } catch (error) {
    // Reading behind the end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function begins(view: DataView, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (view.getUint8(at + i) !== text.charCodeAt(i)) return false;
  }
  return true;
}

function png(view: DataView): ImageHead | undefined {
  if (!begins(view, 0, "\x89PNG\r\n\x1a\n") || !begins(view, 12, "IHDR")) return;
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): ImageHead | undefined {
  if (!begins(view, 0, "GIF87a") && !begins(view, 0, "GIF89a")) return;
  return { type: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webp(view: DataView): ImageHead | undefined {
  if (!begins(view, 0, "RIFF") || !begins(view, 8, "WEBP")) return;
  const type = "image/webp" as const;
  if (begins(view, 12, "VP8 ")) {
    if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) {
      return;
    }
    const [width, height] = [view.getUint16(26, true), view.getUint16(28, true)];
    return { type, width: width & 0x3fff, height: height & 0x3fff };
  }
  if (begins(view, 12, "VP8L")) {
    if (view.getUint8(20) !== 0x2f) return;
    const bits = view.getUint32(21, true);
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  if (!begins(view, 12, "VP8X")) return;
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return { type, width: three(24), height: three(27) };
}

/** Markers of a JPEG that begin a frame, and so carry its size. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function jpeg(view: DataView): ImageHead | undefined {
  if (view.getUint16(0) !== 0xffd8) return;
  for (let at = 2;;) {
    if (view.getUint8(at) !== 0xff) return;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return;
    if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { type: "image/jpeg", width, height };
    }
    at += 2 + length;
  }
}
