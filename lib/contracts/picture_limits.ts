/** Figures of pictures, apart from their schemas: pages need no library to read them. */

/** The largest file that is taken in, in bytes. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;
/** The most pixels that a picture may have: 25 megapixels. */
export const MAX_PIXELS = 25_000_000;
/** What may be sent. Everything is written anew as WebP. */
export const PICTURE_TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;
export type PictureType = typeof PICTURE_TYPES[number];

/** The sizes that are kept of each picture: the longer side, in pixels. */
export const PICTURE_SIZES = { small: 96, medium: 480, large: 1_600 } as const;
export type PictureSize = keyof typeof PICTURE_SIZES;
