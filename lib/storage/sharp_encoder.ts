import type sharpModule from "sharp";
import { MAX_PIXELS, PICTURE_SIZES } from "@/lib/contracts/picture_limits.ts";
import { DependencyError, ok, refuse, type Result } from "@/lib/errors.ts";
import type { EncodedPicture, PictureEncoder } from "@/lib/pictures/encoder_port.ts";

const SECONDS = 15;
/** So many pictures at once; each holds up to 100 MB of pixels. */
const AT_ONCE = 2;
const WAITING = 40;
const QUALITY = 80;

type Sharp = typeof sharpModule;

/** The four formats that are read; all other readers of the library are shut. */
const READERS = ["Jpeg", "Png", "Webp", "Nsgif"].map((name) => `VipsForeignLoad${name}`);

async function load(): Promise<Sharp> {
  try {
    const { default: sharp } = await import("sharp");
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: READERS });
    return sharp;
  } catch (cause) {
    throw new DependencyError("uploads", "Cannot load the picture library on this machine", {
      cause,
    });
  }
}

/** Decodes and encodes with libvips, beside the event loop. */
export class SharpEncoder implements PictureEncoder {
  #sharp: Promise<Sharp> | undefined;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async encode(bytes: Uint8Array): Promise<Result<EncodedPicture>> {
    if (this.#waiting.length >= WAITING) {
      return refuse("UNAVAILABLE", "Too many pictures are being sent: try again in a minute.");
    }
    if (this.#running >= AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await this.#encode(await (this.#sharp ??= load()), bytes);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  async #encode(sharp: Sharp, bytes: Uint8Array): Promise<Result<EncodedPicture>> {
    const { small, medium, large } = PICTURE_SIZES;
    try {
      // Once decoded, turned as the camera held it and made small; the other sizes come from that.
      const { data, info } = await sharp(bytes, {
        limitInputPixels: MAX_PIXELS,
        failOn: "error",
        animated: false,
        sequentialRead: true,
      }).timeout({ seconds: SECONDS }).autoOrient().toColourspace("srgb")
        .resize({ width: large, height: large, fit: "inside", withoutEnlargement: true })
        .raw().toBuffer({ resolveWithObject: true });
      const raw = { width: info.width, height: info.height, channels: info.channels };
      const sized = async (side: number) =>
        new Uint8Array(
          await sharp(data, { raw }).timeout({ seconds: SECONDS })
            .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
            .webp({ quality: QUALITY }).toBuffer(),
        );
      return ok({
        width: info.width,
        height: info.height,
        files: {
          small: await sized(small),
          medium: await sized(medium),
          large: await sized(large),
        },
      });
    } catch (error) {
      if (error instanceof DependencyError) throw error;
      return refuse(
        "UNSUPPORTED_MEDIA",
        "This picture cannot be read: open it in a picture program and save it as PNG or JPEG.",
      );
    }
  }
}
