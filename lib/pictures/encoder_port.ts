/** Makes the pictures that are kept out of one that was sent. */
import type { PictureSize } from "@/lib/contracts/picture_limits.ts";
import type { Result } from "@/lib/errors.ts";

export interface EncodedPicture {
  /** Size of the largest one, in pixels. */
  readonly width: number;
  readonly height: number;
  /** WebP without any metadata. */
  readonly files: Readonly<Record<PictureSize, Uint8Array>>;
}

export interface PictureEncoder {
  /** Refuses what cannot be decoded in time; never throws for what a file holds. */
  encode(bytes: Uint8Array): Promise<Result<EncodedPicture>>;
}
